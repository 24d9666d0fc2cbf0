import { Button, Checkbox, Flex, Text } from '@radix-ui/themes';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Link } from 'react-router';
import type { paths } from '../../../openapi/api-types';
import { CATALOGUE, sitesQuery } from '../../api/catalogue-queries';
import { answerOf, api } from '../../api/client';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { Section } from '../../parts/facts';
import { ChoiceInput, LinesInput } from '../../parts/form';
import { PageHead } from '../../parts/layout';
import { Failed } from '../../parts/states';
import { StateBadge } from '../../parts/status';

type Result = paths['/api/articles/import']['post']['responses'][200]['content']['application/json'];
type Imported = Result['imported'][number];

/** Stands for no site in the choice, which has no empty value. */
const NO_SITE = 'none';

/** The name of what was pasted. */
const PASTED = 'pasted.md';

/** What fits into a request, with room for what JSON adds, in bytes. */
const MOST_BYTES = 1_800_000;

function ImportedRow({ file, saved, articleId, versionNum, isPublished }: Imported) {
  const say = useSay();
  return (
    <li>
      <Link to={`/catalogue/articles/${articleId}`}>{file}</Link>
      <Flex gap="2" wrap="wrap">
        <StateBadge colour={saved === 'unchanged' ? 'gray' : 'grass'}>
          {say(`import.${saved}`, { number: versionNum })}
        </StateBadge>
        {!isPublished && <StateBadge colour="amber">{say('import.notPublished')}</StateBadge>}
      </Flex>
    </li>
  );
}

function Outcome({ result }: { result: Result }) {
  const say = useSay();
  return (
    <Section name={say('import.result')}>
      <Text as="p" mb="3">
        {say('import.done', { count: result.imported.length, refused: result.refused.length })}
      </Text>
      <ul className="rows plain">
        {result.refused.map(({ file, line, reason }) => (
          <li key={`refused ${file}`}>
            <div>
              <Text weight="medium">{file}</Text>
              <Text as="div" size="2" color="red">
                {say('import.refused', { line, reason })}
              </Text>
            </div>
          </li>
        ))}
        {result.imported.map((one) => (
          <ImportedRow key={one.file} {...one} />
        ))}
      </ul>
    </Section>
  );
}

/** Imports articles from Markdown files, or from a text that is pasted. */
export function ImportPage() {
  const say = useSay();
  const client = useQueryClient();
  const { announce } = useLive();
  const filesId = useId();
  const sites = useInfiniteQuery(sitesQuery);
  const [chosen, setChosen] = useState<readonly File[]>([]);
  const [pasted, setPasted] = useState('');
  const [site, setSite] = useState(NO_SITE);
  const [publish, setPublish] = useState(true);
  const load = useMutation({
    mutationFn: async () => {
      const files = await Promise.all(
        chosen.map(async (file) => ({ name: file.name, content: await file.text() })),
      );
      if (pasted.trim() !== '') files.push({ name: PASTED, content: pasted });
      const domain = site === NO_SITE ? {} : { domain: site };
      return answerOf(api.POST('/api/articles/import', { body: { files, publish, ...domain } }));
    },
    onSuccess: ({ imported, refused }) => {
      void client.invalidateQueries({ queryKey: [CATALOGUE] });
      announce(say('import.done', { count: imported.length, refused: refused.length }));
    },
  });
  const options = sites.data?.pages.flatMap(({ items }) => items) ?? [];
  const bytes = chosen.reduce((sum, { size }) => sum + size, 0) + pasted.length;
  const isTooLarge = bytes > MOST_BYTES;
  const isEmpty = chosen.length === 0 && pasted.trim() === '';
  return (
    <>
      <PageHead title={say('import.title')} />
      <Flex direction="column" gap="6">
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            load.mutate();
          }}
        >
          <Flex direction="column" gap="4" maxWidth="760px">
            <Text as="p">{say('import.lead')}</Text>
            <Flex direction="column" gap="1">
              <Text as="label" htmlFor={filesId} size="2" weight="medium">
                {say('import.files')}
              </Text>
              <input
                id={filesId}
                type="file"
                multiple
                accept=".md,.markdown,text/markdown,text/plain"
                onChange={(event) => setChosen([...(event.target.files ?? [])])}
              />
            </Flex>
            <LinesInput
              label={say('import.paste')}
              hint={say('import.paste.hint')}
              rows={10}
              value={pasted}
              onChange={setPasted}
            />
            <ChoiceInput
              label={say('import.site')}
              value={site}
              options={[
                { value: NO_SITE, label: say('import.site.none') },
                ...options.map(({ host, name }) => ({ value: host, label: name })),
              ]}
              onChange={setSite}
            />
            <Text as="label" size="2">
              <Flex gap="2">
                <Checkbox checked={publish} onCheckedChange={(is) => setPublish(is === true)} />
                {say('import.publish')}
              </Flex>
            </Text>
            {isTooLarge && (
              <Text role="alert" color="red">
                {say('import.tooLarge')}
              </Text>
            )}
            {load.error && <Failed error={load.error} />}
            <Flex>
              <Button type="submit" loading={load.isPending} disabled={isEmpty || isTooLarge}>
                {say('import.go')}
              </Button>
            </Flex>
          </Flex>
        </form>
        {load.data && <Outcome result={load.data} />}
      </Flex>
    </>
  );
}
