import { Checkbox, Flex, Text } from '@radix-ui/themes';
import type { Webhook } from '../../api/admin-queries';
import { useSay } from '../../messages/use-text';
import { problemWith, TextInput } from '../../parts/form';

type WebhookEventType = Webhook['eventTypes'][number];

const TYPES = Object.keys({
  'order.done': true,
  'order.failed': true,
  'order.cancelled': true,
  'order.unconfirmed': true,
  'order.awaiting_selection': true,
  'order.awaiting_approval': true,
  'order.scheduled': true,
  'order.waiting': true,
  'order.reminder': true,
  'bulk.finished': true,
  // One that is forgotten does not compile.
} satisfies Record<WebhookEventType, true>) as WebhookEventType[];

/** What can be written of an address that is told of orders. */
export interface WebhookDraft {
  url: string;
  description: string;
  /** What it hears of; everything where it is empty. */
  eventTypes: readonly WebhookEventType[];
}

export const emptyWebhook: WebhookDraft = { url: '', description: '', eventTypes: [] };

/** The draft as it is sent. */
export const webhookBody = ({ url, description, eventTypes }: WebhookDraft) => ({
  url: url.trim(),
  description: description.trim(),
  eventTypes: [...eventTypes],
});

/** The fields of an address that is told of orders. */
export function WebhookFields(props: {
  draft: WebhookDraft;
  error: unknown;
  onChange: (draft: WebhookDraft) => void;
}) {
  const say = useSay();
  const { draft, error, onChange } = props;
  return (
    <>
      <TextInput
        label={say('deliveries.url')}
        hint={say('deliveries.url.hint')}
        type="url"
        required
        maxLength={2_000}
        value={draft.url}
        problem={problemWith(error, 'url')}
        onChange={(url) => onChange({ ...draft, url })}
      />
      <TextInput
        label={say('deliveries.description')}
        maxLength={200}
        value={draft.description}
        problem={problemWith(error, 'description')}
        onChange={(description) => onChange({ ...draft, description })}
      />
      <fieldset className="plain-set">
        <Text as="div" size="2" weight="medium" mb="2">
          <legend>{say('deliveries.types')}</legend>
        </Text>
        <Flex direction="column" gap="2">
          {TYPES.map((type) => (
            <Text as="label" size="2" key={type}>
              <Flex gap="2">
                <Checkbox
                  checked={draft.eventTypes.includes(type)}
                  onCheckedChange={(isChosen) =>
                    onChange({
                      ...draft,
                      eventTypes:
                        isChosen === true
                          ? [...draft.eventTypes, type]
                          : draft.eventTypes.filter((each) => each !== type),
                    })
                  }
                />
                {say(`webhookEvent.${type}`)}
              </Flex>
            </Text>
          ))}
        </Flex>
        <Text as="p" size="1" color="gray" mt="2">
          {say('deliveries.types.hint')}
        </Text>
      </fieldset>
    </>
  );
}
