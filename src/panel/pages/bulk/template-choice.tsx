import { Button, Flex } from '@radix-ui/themes';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { Confirm } from '../../parts/confirm';
import { useFilters } from '../../parts/filters';
import { ChoiceInput } from '../../parts/form';
import { Failed } from '../../parts/states';
import { useCan } from '../../session';
import { templatesQuery } from './queries';
import type { BulkRequest } from './request';
import { useBulkSay } from './words';

/** Fills the form with the job of a template, which stands in the address once it is chosen; asks before what was typed is replaced. */
export function TemplateChoice({
  hasTyped,
  onUse,
}: {
  hasTyped: boolean;
  onUse: (request: BulkRequest) => void;
}) {
  const say = useBulkSay();
  const can = useCan();
  const { read, set } = useFilters<'template'>();
  const templates = useInfiniteQuery({ ...templatesQuery, enabled: can('schedules.read') });
  const known = (templates.data?.pages ?? []).flatMap(({ items }) => items);
  const chosen = known.find(({ id }) => id === read('template'));
  const use = useMutation({
    mutationFn: (id: string) => answerOf(api.GET('/api/bulk-templates/{id}', { params: { path: { id } } })),
    onSuccess: ({ request }) => onUse(request as BulkRequest),
  });
  if (known.length === 0) return null;
  const button = (
    <Button
      type="button"
      variant="soft"
      disabled={!chosen}
      loading={use.isPending}
      onClick={hasTyped || !chosen ? undefined : () => use.mutate(chosen.id)}
    >
      {say('templates.use')}
    </Button>
  );
  return (
    <Flex direction="column" gap="2">
      <Flex gap="3" align="end" wrap="wrap">
        <div className="wide-field">
          <ChoiceInput
            label={say('templates.from')}
            placeholder={say('templates.choose')}
            value={chosen?.id ?? ''}
            options={known.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(template) => set({ template })}
          />
        </div>
        {hasTyped && chosen ? (
          <Confirm
            trigger={button}
            ask={say('templates.use.ask')}
            says={say('templates.use.says')}
            go={say('templates.use')}
            onYes={() => use.mutate(chosen.id)}
          />
        ) : (
          button
        )}
      </Flex>
      {use.error && <Failed error={use.error} />}
    </Flex>
  );
}
