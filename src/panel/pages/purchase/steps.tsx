import { Text } from '@radix-ui/themes';
import type { OrderStatus } from '../../api/purchase-queries';
import type { MessageId } from '../../messages/en';
import { useSay } from '../../messages/use-text';

/** The statuses that an order goes through, in turn, with what is done in each. */
const STEPS: ReadonlyArray<{ status: OrderStatus['status']; label: MessageId }> = [
  { status: 'AWAITING_PAYMENT', label: 'buying.step.pay' },
  { status: 'PROCESSING', label: 'buying.step.write' },
  { status: 'QUALITY_CHECK', label: 'buying.step.check' },
  { status: 'ADMIN_REVIEW', label: 'buying.step.review' },
  { status: 'COMPLETED', label: 'buying.step.done' },
];

/** The steps of an order, with the one that it is at; nothing where it has ended without a text. */
export function Steps({ status }: { status: OrderStatus['status'] }) {
  const say = useSay();
  const at = STEPS.findIndex((step) => step.status === status);
  if (at < 0) return null;
  const isOver = at === STEPS.length - 1;
  return (
    <ol className="order-steps" aria-label={say('buying.steps')}>
      {STEPS.map(({ status: own, label }, n) => {
        const isDone = n < at || isOver;
        return (
          <li
            key={own}
            className={isDone ? 'done' : undefined}
            aria-current={n === at && !isOver ? 'step' : undefined}
          >
            <Text as="span" size="2" weight={n === at ? 'bold' : 'regular'}>
              {say(label)}
            </Text>
            {isDone && <span className="unseen">{say('buying.step.isDone')}</span>}
          </li>
        );
      })}
    </ol>
  );
}
