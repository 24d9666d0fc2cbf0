import { Text } from '@radix-ui/themes';
import type { AdminDetail } from '../../api/review-queries';
import { useSay } from '../../messages/use-text';
import { Empty } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { When } from '../../parts/times';

const COLOURS = { pending: 'amber', delivered: 'grass', failed: 'red' } as const;

/** Every mail about an order, and whether it has arrived. */
export function Mails({ mails }: Pick<AdminDetail, 'mails'>) {
  const say = useSay();
  if (mails.length === 0) return <Empty>{say('admin.mails.none')}</Empty>;
  return (
    <ul className="rows plain">
      {mails.map(({ id, subject, state, createdAt, sentAt }) => (
        <li key={id}>
          <div>
            <Text as="div" size="2">
              {subject}
            </Text>
            <Text as="div" size="1" color="gray">
              <When at={sentAt ?? createdAt} />
            </Text>
          </div>
          <StateBadge colour={COLOURS[state]}>{say(`deliveries.state.${state}`)}</StateBadge>
        </li>
      ))}
    </ul>
  );
}
