import { Flex, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { storesQuery } from '../../api/store-queries';
import { useSay } from '../../messages/use-text';
import { ChoiceInput, TextInput } from '../../parts/form';
import type { OutletDraft } from './site-draft';

interface OutletInputProps {
  value: OutletDraft;
  problem: string | undefined;
  onChange: (value: OutletDraft) => void;
}

/** The store that articles go out to. */
function StoreChoice({ value, problem, onChange }: OutletInputProps) {
  const say = useSay();
  const stores = useQuery(storesQuery);
  const options = (stores.data?.items ?? [])
    .filter(({ id, status }) => status === 'active' || id === value.storeId)
    .map(({ id, name }) => ({ value: id, label: name }));
  return (
    <ChoiceInput
      label={say('catalogue.outlet.store')}
      hint={options.length === 0 && stores.isSuccess ? say('catalogue.outlet.store.none') : undefined}
      placeholder={say('catalogue.outlet.store.choose')}
      value={value.storeId}
      problem={problem}
      options={options}
      onChange={(storeId) => onChange({ ...value, storeId })}
    />
  );
}

/** Where the articles of a site go out when a version is published. */
export function OutletInput(props: OutletInputProps) {
  const say = useSay();
  const { value, problem, onChange } = props;
  return (
    <Flex direction="column" gap="3">
      <ChoiceInput<OutletDraft['kind']>
        label={say('catalogue.outlet')}
        hint={say('catalogue.outlet.hint')}
        value={value.kind}
        options={(['none', 'store', 'hook'] as const).map((kind) => ({
          value: kind,
          label: say(`catalogue.outlet.kind.${kind}`),
        }))}
        onChange={(kind) => onChange({ ...value, kind })}
      />
      {value.kind === 'store' && <StoreChoice {...props} />}
      {value.kind === 'hook' && (
        <TextInput
          label={say('catalogue.outlet.hook')}
          hint={say('catalogue.outlet.hook.hint')}
          type="url"
          maxLength={2_048}
          value={value.hookUrl}
          problem={problem}
          onChange={(hookUrl) => onChange({ ...value, hookUrl })}
        />
      )}
      {value.kind !== 'none' && (
        <Text size="1" color="gray">
          {say('catalogue.outlet.later')}
        </Text>
      )}
    </Flex>
  );
}
