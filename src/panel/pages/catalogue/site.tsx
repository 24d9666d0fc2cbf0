import { Button, Flex, Text } from '@radix-ui/themes';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { CATALOGUE, historyQuery, siteQuery } from '../../api/catalogue-queries';
import type { HistoryPage, Site } from '../../api/catalogue-queries';
import { answerOf, api } from '../../api/client';
import { en } from '../../messages/en';
import type { MessageId } from '../../messages/en';
import { useSay } from '../../messages/use-text';
import { Confirm } from '../../parts/confirm';
import { Section } from '../../parts/facts';
import { PageHead } from '../../parts/layout';
import { Listed } from '../../parts/more';
import { Failed, Shown } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { When } from '../../parts/times';
import { useCan } from '../../session';
import { SiteForm } from './site-form';

function Entry({ entry }: { entry: HistoryPage['items'][number] }) {
  const say = useSay();
  const id = `history.${entry.action}`;
  const { fields, versionNum } = entry.facts;
  const values = {
    fields: Array.isArray(fields) ? fields.join(', ') : '',
    number: typeof versionNum === 'number' ? versionNum : 0,
  };
  const said = id in en ? say(id as MessageId, values) : entry.action;
  return (
    <li>
      {entry.articleId ? (
        <Link to={`/catalogue/articles/${entry.articleId}`}>{said}</Link>
      ) : (
        <Text>{said}</Text>
      )}
      <Text size="1" color="gray">
        <When at={entry.at} />
      </Text>
    </li>
  );
}

/** What was done to a site and its articles. */
function History({ id }: { id: string }) {
  const entries = useInfiniteQuery(historyQuery(id));
  return (
    <Listed of={entries}>
      {(items) => (
        <ul className="rows plain">
          {items.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
    </Listed>
  );
}

/** Archives a site, or restores it. */
function Archive({ site }: { site: Site }) {
  const say = useSay();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (active: boolean) =>
      answerOf(api.PATCH('/api/domains/{id}', { params: { path: { id: site.id } }, body: { active } })),
    onSuccess: (saved) => {
      client.setQueryData(siteQuery(site.id).queryKey, saved);
      void client.invalidateQueries({ queryKey: [CATALOGUE] });
    },
  });
  return (
    <>
      {save.error && <Failed error={save.error} />}
      {site.active ? (
        <Confirm
          trigger={
            <Button variant="soft" color="gray">
              {say('catalogue.site.archive')}
            </Button>
          }
          ask={say('catalogue.site.archive.ask')}
          says={say('catalogue.site.archive.says')}
          go={say('catalogue.site.archive')}
          onYes={() => save.mutate(false)}
        />
      ) : (
        <Button variant="soft" onClick={() => save.mutate(true)}>
          {say('catalogue.site.restore')}
        </Button>
      )}
    </>
  );
}

/** One site of the catalogue. */
export function SitePage() {
  const say = useSay();
  const can = useCan();
  const { id = '' } = useParams();
  const site = useQuery(siteQuery(id));
  return (
    <Shown of={site}>
      {(data) => (
        <>
          <PageHead title={data.name}>
            {!data.active && <StateBadge colour="gray">{say('catalogue.site.archived')}</StateBadge>}
            {can('catalogue.write') && <Archive site={data} />}
          </PageHead>
          <Flex direction="column" gap="6">
            <Section name={say('catalogue.site.details')}>
              <SiteForm key={data.id} site={data} />
            </Section>
            <Section name={say('catalogue.site.history')}>
              <History id={data.id} />
            </Section>
          </Flex>
        </>
      )}
    </Shown>
  );
}
