import { Badge, Button, Card, Flex, Grid, Heading, Link as Out, Text, TextField } from '@radix-ui/themes';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { answerOf, api } from '../api/client';
import { orderEventsQuery, orderQuery } from '../api/queries';
import type { OrderDetail, OrderStatus, Session } from '../api/queries';
import { useSay } from '../messages/use-text';
import { Confirm } from '../parts/confirm';
import { PageHead } from '../parts/layout';
import { Markdown } from '../parts/markdown';
import { Failed, Shown } from '../parts/states';
import { Bar, OrderBadge, Standing } from '../parts/status';
import { sayEta } from '../parts/times';
import { Timeline } from '../parts/timeline';

const CANCELLABLE: readonly OrderStatus[] = [
  'PENDING',
  'GENERATING_IDEAS',
  'AWAITING_SELECTION',
  'GENERATING_CONTENT',
  'GENERATING_IMAGE',
  'AWAITING_APPROVAL',
  'SCHEDULED',
];

type Act =
  | { name: 'cancel' | 'retry' | 'approve' }
  | { name: 'select'; ideaId: string }
  | { name: 'new-ideas'; hint?: string };

function send(id: string, act: Act): Promise<unknown> {
  const params = { path: { id } };
  switch (act.name) {
    case 'cancel':
      return answerOf(api.POST('/api/blog-generation/{id}/cancel', { params }));
    case 'retry':
      return answerOf(api.POST('/api/blog-generation/{id}/retry', { params }));
    case 'approve':
      return answerOf(api.POST('/api/blog-generation/{id}/approve', { params }));
    case 'select':
      return answerOf(api.POST('/api/blog-generation/{id}/select', { params, body: { ideaId: act.ideaId } }));
    case 'new-ideas':
      return answerOf(api.POST('/api/blog-generation/{id}/new-ideas', { params, body: { hint: act.hint } }));
  }
}

function useAct(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (act: Act) => send(id, act),
    // Also after a refusal: then it stands otherwise than shown.
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['order', id] });
      void client.invalidateQueries({ queryKey: ['orders'] });
    },
  });
}

type Acting = ReturnType<typeof useAct>;

function OrderActs({ order, act }: { order: OrderDetail; act: Acting }) {
  const say = useSay();
  const { status } = order;
  return (
    <>
      {status === 'AWAITING_APPROVAL' && (
        <Confirm
          trigger={<Button loading={act.isPending}>{say('orders.approve')}</Button>}
          ask={say('orders.approve.ask')}
          says={say('orders.approve.says')}
          count={1}
          onYes={() => act.mutate({ name: 'approve' })}
        />
      )}
      {(status === 'FAILED' || status === 'CANCELLED') && (
        <Button variant="soft" loading={act.isPending} onClick={() => act.mutate({ name: 'retry' })}>
          {say('act.retry')}
        </Button>
      )}
      {CANCELLABLE.includes(status) && (
        <Confirm
          trigger={
            <Button variant="soft" color="red" disabled={act.isPending}>
              {say('act.cancel')}
            </Button>
          }
          ask={say('act.cancel.ask', { count: 1 })}
          says={say('act.cancel.says')}
          count={1}
          isGrave
          onYes={() => act.mutate({ name: 'cancel' })}
        />
      )}
    </>
  );
}

function Ideas({ order, act }: { order: OrderDetail; act: Acting }) {
  const say = useSay();
  const [hint, setHint] = useState('');
  return (
    <section>
      <Heading as="h2" size="4">
        {say('orders.ideas')}
      </Heading>
      <Text as="p" color="gray" mb="3">
        {say('orders.ideas.lead')}
      </Text>
      <div className="ideas">
        {order.ideas.map(({ id, title, angle, outline }) => (
          <Card key={id} asChild>
            <article>
              <Flex direction="column" gap="2" height="100%">
                <Heading as="h3" size="3" id={`idea-${id}`}>
                  {title}
                </Heading>
                <Text size="2" color="gray">
                  {angle}
                </Text>
                <Text as="div" size="2" asChild>
                  <ul aria-label={say('orders.outline')} style={{ margin: 0, paddingLeft: 18 }}>
                    {outline.map((line, n) => (
                      <li key={n}>{line}</li>
                    ))}
                  </ul>
                </Text>
                <Flex mt="auto" pt="2">
                  <Button
                    id={`pick-${id}`}
                    aria-labelledby={`pick-${id} idea-${id}`}
                    disabled={act.isPending}
                    onClick={() => act.mutate({ name: 'select', ideaId: id })}
                  >
                    {say('orders.pick')}
                  </Button>
                </Flex>
              </Flex>
            </article>
          </Card>
        ))}
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate({ name: 'new-ideas', ...(hint.trim() ? { hint: hint.trim() } : {}) });
        }}
      >
        <Flex direction="column" gap="2" mt="4" maxWidth="520px">
          <Heading as="h3" size="3">
            {say('orders.none')}
          </Heading>
          <Text as="label" size="2" htmlFor="hint">
            {say('orders.hint')}
          </Text>
          <Flex gap="2" wrap="wrap">
            <TextField.Root
              id="hint"
              style={{ flex: 1, minWidth: 200 }}
              maxLength={500}
              value={hint}
              onChange={(event) => setHint(event.target.value)}
            />
            <Button type="submit" variant="soft" disabled={act.isPending}>
              {say('orders.newIdeas')}
            </Button>
          </Flex>
        </Flex>
      </form>
    </section>
  );
}

function Post({ order }: { order: OrderDetail }) {
  const say = useSay();
  const { post, image, publication } = order;
  return (
    <>
      {publication?.url && /^https?:\/\//i.test(publication.url) && (
        <Out href={publication.url} target="_blank" rel="noopener noreferrer">
          {say('orders.open')}
        </Out>
      )}
      {post && (
        <section>
          <Heading as="h2" size="4" mb="3">
            {say('orders.post')}
          </Heading>
          {image && (
            <img
              className="post-picture"
              src={`/api/blog-generation/${order.id}/image`}
              alt={image.alt}
              width={image.width}
              height={image.height}
            />
          )}
          <Heading as="h3" size="5" mt="4">
            {post.title}
          </Heading>
          <Markdown text={post.markdown} />
        </section>
      )}
    </>
  );
}

function OrderShown({ order, session }: { order: OrderDetail; session: Session }) {
  const say = useSay();
  const act = useAct(order.id);
  const events = useQuery(orderEventsQuery(order.id));
  const picked = order.ideas.find(({ id }) => id === order.selectedIdeaId);
  const { progress } = order;
  const isRunning = order.phase === 'queued' || order.phase === 'running' || order.phase === 'accepted';
  return (
    <>
      <PageHead title={order.post?.title ?? picked?.title ?? order.sourceId}>
        <OrderActs order={order} act={act} />
        {session.temporalUiUrl && (
          <Out href={`${session.temporalUiUrl}/blog:${order.id}`} target="_blank" rel="noopener noreferrer">
            Temporal
          </Out>
        )}
      </PageHead>
      <Standing
        badge={<OrderBadge status={order.status} />}
        says={say(`order.${order.status}.says`)}
        error={order.error}
      />
      {act.error && <Failed error={act.error} />}
      {isRunning && (
        <Flex direction="column" gap="2" mb="5">
          <Bar done={progress.completedSteps} total={progress.totalSteps} label={say('pages.progress')} />
          <Text size="2" color="gray">
            {[
              say('pages.steps', { done: progress.completedSteps, total: progress.totalSteps }),
              sayEta(say, progress),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </Flex>
      )}
      <Grid columns={{ initial: '1', md: '1fr 280px' }} gap="6">
        <Flex direction="column" gap="5" minWidth="0">
          {order.status === 'AWAITING_SELECTION' && <Ideas order={order} act={act} />}
          {picked && (
            <Text size="2">
              <Badge highContrast color="teal">
                {say('orders.picked')}
              </Badge>{' '}
              {picked.title}
            </Text>
          )}
          <Post order={order} />
        </Flex>
        <section>
          <Heading as="h2" size="4" mb="3">
            {say('pages.timeline')}
          </Heading>
          <Shown of={events}>{({ items }) => <Timeline entries={items} />}</Shown>
        </section>
      </Grid>
    </>
  );
}

/** One blog order: how it stands, what there is to pick, the post and what happened. */
export function OrderPage({ session }: { session: Session }) {
  const { id = '' } = useParams();
  const order = useQuery(orderQuery(id));
  return <Shown of={order}>{(data) => <OrderShown order={data} session={session} />}</Shown>;
}
