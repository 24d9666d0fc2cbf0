import { Checkbox, Flex, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import type { Subscription } from '../../api/mail-queries';
import { storesQuery } from '../../api/store-queries';
import { useSay } from '../../messages/use-text';
import { ChoiceInput, problemWith, TextInput } from '../../parts/form';
import { kindName } from './kind-names';

type Kind = Subscription['kinds'][number];

/** What can be mailed, in the order in which it happens. */
const KINDS = Object.keys({
  store_pick: true,
  store_approval: true,
  store_published: true,
  store_failed: true,
  bulk_finished: true,
  // One that is forgotten does not compile.
} satisfies Record<Kind, true>) as Kind[];

/** What can be written of a subscription. */
export type SubscriptionDraft = Pick<
  Subscription,
  'address' | 'storeId' | 'kinds' | 'frequency' | 'locale' | 'timeZone'
>;

export const emptySubscription = (locale: 'en' | 'de'): SubscriptionDraft => ({
  ...{ address: '', storeId: null, kinds: [...KINDS], frequency: 'at_once', locale },
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
});

/** Whether a draft can be sent. */
export const isSendable = ({ address, kinds, timeZone }: SubscriptionDraft): boolean =>
  address.trim() !== '' && kinds.length > 0 && timeZone.trim() !== '';

const ALL_STORES = 'all';

/** The fields of a subscription; its address and store are chosen once. */
export function SubscriptionFields(props: {
  draft: SubscriptionDraft;
  isNew: boolean;
  error: unknown;
  onChange: (draft: SubscriptionDraft) => void;
}) {
  const say = useSay();
  const { draft, isNew, error } = props;
  const stores = useQuery({ ...storesQuery, enabled: isNew });
  const change = (changed: Partial<SubscriptionDraft>): void => props.onChange({ ...draft, ...changed });
  return (
    <>
      {isNew && (
        <TextInput
          label={say('mail.address')}
          hint={say('mail.address.hint')}
          type="email"
          required
          maxLength={254}
          value={draft.address}
          problem={problemWith(error, 'address')}
          onChange={(address) => change({ address })}
        />
      )}
      {isNew && (stores.data?.items.length ?? 0) > 1 && (
        <ChoiceInput
          label={say('orders.store')}
          value={draft.storeId ?? ALL_STORES}
          options={[
            { value: ALL_STORES, label: say('calendar.allStores') },
            ...(stores.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(storeId) => change({ storeId: storeId === ALL_STORES ? null : storeId })}
        />
      )}
      <fieldset className="plain-set">
        <Text as="div" size="2" weight="medium" mb="2">
          <legend>{say('mail.kinds')}</legend>
        </Text>
        <Flex direction="column" gap="2">
          {KINDS.map((kind) => (
            <Text as="label" size="2" key={kind}>
              <Flex gap="2">
                <Checkbox
                  checked={draft.kinds.includes(kind)}
                  onCheckedChange={(isChosen) =>
                    change({
                      kinds: KINDS.filter((each) =>
                        each === kind ? isChosen === true : draft.kinds.includes(each),
                      ),
                    })
                  }
                />
                {kindName(say, kind)}
              </Flex>
            </Text>
          ))}
        </Flex>
      </fieldset>
      <ChoiceInput
        label={say('mail.frequency')}
        value={draft.frequency}
        options={(['at_once', 'daily'] as const).map((value) => ({
          value,
          label: say(`mail.frequency.${value}`),
        }))}
        onChange={(frequency) => change({ frequency })}
      />
      {draft.frequency === 'daily' && (
        <TextInput
          label={say('mail.timeZone')}
          hint={say('mail.timeZone.hint')}
          required
          maxLength={100}
          value={draft.timeZone}
          problem={problemWith(error, 'timeZone')}
          onChange={(timeZone) => change({ timeZone })}
        />
      )}
      <ChoiceInput
        label={say('mail.locale')}
        value={draft.locale}
        options={[
          { value: 'en', label: 'English' },
          { value: 'de', label: 'Deutsch' },
        ]}
        onChange={(locale) => change({ locale })}
      />
    </>
  );
}
