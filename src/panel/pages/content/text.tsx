import { Button, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { Link, useParams } from 'react-router';
import { oneQuery } from '../../api/queries';
import { read } from '../../api/client';
import type { PanelKind } from '../../kind';
import { isWebAddress } from '../../parts/address';
import { Fact, Facts, Section } from '../../parts/facts';
import { useKeptFocus } from '../../parts/focus';
import { Markdown } from '../../parts/markdown';
import { Shown } from '../../parts/states';
import { Took, When } from '../../parts/times';
import { BULK_PATH } from '../bulk/api';
import { useBulkSay, withWords } from '../bulk/words';
import { OrderLayout } from '../orders/page';
import { CONTENT_API } from './api';
import type { TextDetail, TextResult } from './api';

/** A share as people read it. */
const percent = (share: number): number => Math.round(share * 100);

function ModeFacts({ text, measured }: { text: TextDetail; measured: TextResult['measured'] | undefined }) {
  const say = useBulkSay();
  const { keywords, search_intent: intent, similarity_max: most } = text.input;
  const similarity = measured?.['similarity'];
  return (
    <>
      {keywords && <Fact label={say('mode.keywords')}>{keywords.join(', ')}</Fact>}
      {intent && <Fact label={say('texts.intent')}>{say(`intent.${intent}`)}</Fact>}
      {most !== undefined && (
        <Fact label={say('texts.overlap')}>
          {typeof similarity === 'number'
            ? say('texts.overlap.is', { share: percent(similarity), most: percent(most) })
            : say('texts.overlap.most', { most: percent(most) })}
        </Fact>
      )}
    </>
  );
}

function TextFacts({ text, measured }: { text: TextDetail; measured: TextResult['measured'] | undefined }) {
  const say = useBulkSay();
  const intl = useIntl();
  return (
    <Facts>
      {text.title !== null && <Fact label={say('texts.topic')}>{text.topic}</Fact>}
      <Fact label={say('texts.mode')}>{say(`mode.${text.mode}`)}</Fact>
      <ModeFacts text={text} measured={measured} />
      <Fact label={say('texts.words')}>{say('texts.words.about', { count: text.word_count })}</Fact>
      <Fact label={say('texts.tone')}>{text.tone}</Fact>
      <Fact label={say('pages.language')}>
        {intl.formatDisplayName(text.language, { type: 'language' }) ?? text.language}
      </Fact>
      <Fact label={say('pages.priority')}>{intl.formatNumber(text.priority)}</Fact>
      <Fact label={say('pages.created')}>
        <When at={text.created_at} />
      </Fact>
      {text.bulk_job_id !== null && (
        <Fact label={say('texts.job')}>
          <Link to={`${BULK_PATH}/${text.bulk_job_id}`}>
            {say('texts.place', { place: text.queue_position ?? 0 })}
          </Link>
        </Fact>
      )}
    </Facts>
  );
}

function Result({ id, result }: { id: string; result: TextResult }) {
  const say = useBulkSay();
  return (
    <>
      <Facts>
        <Fact label={say('texts.meta')}>{result.meta_description}</Fact>
        <Fact label={say('texts.slug')}>{result.slug}</Fact>
      </Facts>
      <Markdown text={result.body} />
      <Button variant="soft" asChild>
        <a href={`${CONTENT_API.base}/${id}/result?format=markdown`} download={`${result.slug}.md`}>
          {say('texts.download')}
        </a>
      </Button>
    </>
  );
}

/** What the text was ordered from, all of which came from elsewhere. */
function Material({ input }: { input: TextDetail['input'] }) {
  const say = useBulkSay();
  return (
    <>
      {input.trends && (
        <Section name={say('texts.news')}>
          <ul className="rows plain">
            {input.trends.map(({ text, date, source_url: url }) => (
              <li key={`${date} ${text}`}>
                <div className="any-width">
                  <Text as="div" size="2">
                    {text}
                  </Text>
                  <Text as="div" size="1" color="gray">
                    {date}
                    {isWebAddress(url) && (
                      <>
                        {' · '}
                        <a href={url} target="_blank" rel="noopener noreferrer nofollow">
                          {url}
                        </a>
                      </>
                    )}
                  </Text>
                </div>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {input.source_md !== undefined && (
        <details className="fold">
          <summary>
            <Text weight="medium">{say('texts.source')}</Text>
          </summary>
          <Markdown text={input.source_md} />
        </details>
      )}
    </>
  );
}

function TextShown({ kind, text }: { kind: PanelKind; text: TextDetail }) {
  const say = useBulkSay();
  useKeptFocus(text.status);
  const isWritten = text.status === 'completed';
  const result = useQuery({
    queryKey: [CONTENT_API.one, text.id, 'result'],
    enabled: isWritten,
    queryFn: () => read<TextResult>(`${CONTENT_API.base}/{id}/result`, { path: { id: text.id } }),
  });
  return (
    <OrderLayout
      kind={kind}
      order={text}
      cause={{ drafts: text.retry_count }}
      notice={
        isWritten &&
        text.started_at &&
        text.completed_at && (
          <Text as="p" size="2" color="gray" mb="4">
            <Took from={text.started_at} to={text.completed_at} />
          </Text>
        )
      }
      facts={<TextFacts text={text} measured={result.data?.measured} />}
      noAttempts="attempt.noneOfPage"
      // Its run opens at once when it is let in, which one line says.
      ownWords={({ type }) => (type === 'order.admitted' ? '' : undefined)}
    >
      {isWritten && (
        <Section name={say('texts.result')}>
          <Shown of={result}>{(data) => <Result id={text.id} result={data} />}</Shown>
        </Section>
      )}
      <Material input={text.input} />
    </OrderLayout>
  );
}

function TextAt({ kind }: { kind: PanelKind }) {
  const { id = '' } = useParams();
  const text = useQuery(oneQuery<TextDetail>(CONTENT_API, id));
  return (
    <div className="touch">
      <Shown of={text}>{(data) => <TextShown key={data.id} kind={kind} text={data} />}</Shown>
    </div>
  );
}

/** One text: what was written, from what, and what happened. */
export const TextPage = withWords(TextAt);
