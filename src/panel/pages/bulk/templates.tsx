import { Button, Flex, Text } from '@radix-ui/themes';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { answerOf, api } from '../../api/client';
import type { PanelKind } from '../../kind';
import { useLive } from '../../live/live';
import { Confirm, ConfirmRemoval } from '../../parts/confirm';
import { PageHead } from '../../parts/layout';
import { Listed } from '../../parts/more';
import { Empty, Failed } from '../../parts/states';
import { When } from '../../parts/times';
import { useCan } from '../../session';
import { BULK_API, TEMPLATES } from './api';
import type { Template } from './api';
import { templatesQuery } from './queries';
import { useRun } from './use-run';
import { useBulkSay, withWords } from './words';

function Row({ kind, template }: { kind: PanelKind; template: Template }) {
  const say = useBulkSay();
  const can = useCan();
  const client = useQueryClient();
  const { announce } = useLive();
  const { id, name, totalItems: count } = template;
  const run = useRun(
    kind,
    (word) =>
      answerOf(
        api.POST('/api/bulk-templates/{id}/run', {
          params: { path: { id } },
          headers: { 'Idempotency-Key': word },
          body: {},
        }),
      ),
    { onPlaced: () => void client.invalidateQueries({ queryKey: [BULK_API.list] }) },
  );
  const remove = useMutation({
    mutationFn: () => answerOf(api.DELETE('/api/bulk-templates/{id}', { params: { path: { id } } })),
    onSuccess: () => {
      announce(say('templates.deleted'));
      void client.invalidateQueries({ queryKey: [TEMPLATES] });
    },
  });
  const error = run.error ?? remove.error;
  return (
    <li>
      <div className="any-width">
        <Text weight="medium">{name}</Text>
        <Text as="div" size="1" color="gray">
          {say('bulk.of', { mode: say(`mode.${template.mode}`), count })} · <When at={template.updatedAt} />
        </Text>
        {error && <Failed error={error} />}
      </div>
      <Flex gap="2" wrap="wrap">
        {can('orders.place') && (
          <>
            <Confirm
              trigger={
                <Button
                  size="1"
                  variant="soft"
                  aria-label={`${say('templates.run')}: ${name}`}
                  loading={run.isPending}
                >
                  {say('templates.run')}
                </Button>
              }
              ask={say('templates.run.ask', { name })}
              says={say('templates.run.says', { count })}
              go={say('templates.run.go')}
              onYes={() => run.mutate()}
            />
            <Button size="1" variant="soft" color="gray" asChild>
              <Link to={`${kind.path}/new?template=${id}`} aria-label={`${say('templates.edit')}: ${name}`}>
                {say('templates.edit')}
              </Link>
            </Button>
          </>
        )}
        {can('schedules.write') && (
          <ConfirmRemoval
            label={say('templates.delete')}
            of={name}
            isPending={remove.isPending}
            ask={say('templates.delete.ask', { name })}
            says={say('templates.delete.says')}
            go={say('templates.delete.go')}
            onYes={() => remove.mutate()}
          />
        )}
      </Flex>
    </li>
  );
}

function Templates({ kind }: { kind: PanelKind }) {
  const say = useBulkSay();
  const can = useCan();
  const templates = useInfiniteQuery(templatesQuery);
  return (
    <div className="touch">
      <PageHead title={say('templates.title')}>
        {can('orders.place') && (
          <Button asChild>
            <Link to={`${kind.path}/new`}>{say('bulk.new')}</Link>
          </Button>
        )}
      </PageHead>
      <Text as="p" color="gray" mb="4">
        {say('templates.lead')}
      </Text>
      <Listed of={templates}>
        {(items) =>
          items.length === 0 ? (
            <Empty>{say('templates.empty')}</Empty>
          ) : (
            <ul className="rows plain stacked">
              {items.map((template) => (
                <Row key={template.id} kind={kind} template={template} />
              ))}
            </ul>
          )
        }
      </Listed>
    </div>
  );
}

/** Bulk jobs that were kept to be run again. */
export const TemplatesPage = withWords(Templates);
