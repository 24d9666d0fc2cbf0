import { Button, Flex, Text } from '@radix-ui/themes';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { articleQuery, CATALOGUE, versionQuery, versionsQuery } from '../../api/catalogue-queries';
import type { ArticleFacts, Version } from '../../api/catalogue-queries';
import { answerOf, api } from '../../api/client';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { Markdown } from '../../parts/markdown';
import { Listed } from '../../parts/more';
import { Failed, Shown } from '../../parts/states';
import { StateBadge } from '../../parts/status';
import { When } from '../../parts/times';
import { ReplaceVersion } from './replace-version';

/** A version to publish, null for none, and the orders whose links may be gone then. */
interface Selection {
  version: Version | null;
  acceptLostLinks: string[];
}

/** Publishes a version, or none. */
function useSelect(article: ArticleFacts) {
  const say = useSay();
  const client = useQueryClient();
  const { announce } = useLive();
  return useMutation({
    mutationFn: ({ version, acceptLostLinks }: Selection) =>
      answerOf(
        api.POST('/api/articles/{id}/select', {
          params: { path: { id: article.id } },
          body: { versionId: version?.id ?? null, acceptLostLinks },
        }),
      ),
    onSuccess: (saved, { version }) => {
      client.setQueryData(articleQuery(article.id).queryKey, saved);
      void client.invalidateQueries({ queryKey: [CATALOGUE] });
      announce(
        version
          ? say('catalogue.version.publish.done', { number: version.versionNum })
          : say('catalogue.version.withdraw.done'),
      );
    },
  });
}

function VersionText({ version }: { version: Version }) {
  const text = useQuery(versionQuery(version.articleId, version.id));
  return <Shown of={text}>{({ content }) => <Markdown text={content} />}</Shown>;
}

interface RowProps {
  version: Version;
  /** The number of the published version, if it is known. */
  publishedNum: number | undefined;
  isPublished: boolean;
  select: (selection: Selection) => void;
}

function VersionRow({ version, isPublished, publishedNum, select }: RowProps) {
  const say = useSay();
  const [isOpen, setOpen] = useState(false);
  const number = version.versionNum;
  const isEarlier = publishedNum !== undefined && number < publishedNum;
  return (
    <li className="version">
      <Flex gap="3" align="center" wrap="wrap">
        <Text weight="medium">{say('catalogue.version', { number })}</Text>
        <Text size="2" color="gray">
          {version.author} · <When at={version.createdAt} />
        </Text>
        {isPublished && <StateBadge colour="grass">{say('catalogue.version.published')}</StateBadge>}
        {version.backlinkMetadata && <StateBadge colour="blue">{say('catalogue.version.link')}</StateBadge>}
      </Flex>
      <Flex gap="2" wrap="wrap" mt="2">
        <Button size="1" variant="soft" color="gray" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {say(isOpen ? 'catalogue.version.hide' : 'catalogue.version.show', { number })}
        </Button>
        <ReplaceVersion
          articleId={version.articleId}
          version={isPublished ? null : version}
          as={isPublished ? 'withdraw' : isEarlier ? 'rollback' : 'publish'}
          onYes={(acceptLostLinks) => select({ version: isPublished ? null : version, acceptLostLinks })}
        />
      </Flex>
      {isOpen && <VersionText version={version} />}
    </li>
  );
}

/** The versions of an article, of which one can be published. */
export function Versions({ article }: { article: ArticleFacts }) {
  const versions = useInfiniteQuery(versionsQuery(article.id));
  const select = useSelect(article);
  return (
    <>
      {select.error && <Failed error={select.error} />}
      <Listed of={versions}>
        {(items) => {
          const published = items.find(({ id }) => id === article.selectedVersionId);
          return (
            <ul className="rows versions">
              {items.map((version) => (
                <VersionRow
                  key={version.id}
                  version={version}
                  isPublished={version.id === article.selectedVersionId}
                  publishedNum={published?.versionNum}
                  select={(selection) => select.mutate(selection)}
                />
              ))}
            </ul>
          );
        }}
      </Listed>
    </>
  );
}
