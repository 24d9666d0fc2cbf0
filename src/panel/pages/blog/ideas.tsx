import { Button, Card, Flex, Heading, Text } from '@radix-ui/themes';
import { useState } from 'react';
import { useSay } from '../../messages/use-text';
import { TextInput } from '../../parts/form';
import { useOffered } from '../../parts/may';
import type { Acting } from './action';
import type { OrderDetail } from './api';

type Idea = OrderDetail['ideas'][number];

function IdeaCard({ idea, act }: { idea: Idea; act: Acting | undefined }) {
  const say = useSay();
  const { id, title, angle, outline, reason } = idea;
  return (
    <Card asChild>
      <article>
        <Flex direction="column" gap="2" height="100%">
          <Heading as="h3" size="3" id={`idea-${id}`}>
            {title}
          </Heading>
          <Text size="2" color="gray">
            {angle}
          </Text>
          <Text as="div" size="2" asChild>
            <ul aria-label={say('orders.outline')} className="outline">
              {outline.map((line, n) => (
                <li key={n}>{line}</li>
              ))}
            </ul>
          </Text>
          {reason && (
            <Text size="1" color="gray">
              {reason}
            </Text>
          )}
          {act && (
            <Flex mt="auto" pt="2">
              <Button
                id={`pick-${id}`}
                aria-labelledby={`pick-${id} idea-${id}`}
                disabled={act.isPending}
                onClick={() => act.mutate({ name: 'select', body: { ideaId: id } })}
              >
                {say('orders.pick')}
              </Button>
            </Flex>
          )}
        </Flex>
      </article>
    </Card>
  );
}

function OwnTitle({ act }: { act: Acting }) {
  const say = useSay();
  const [title, setTitle] = useState('');
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (title.trim()) act.mutate({ name: 'select', body: { title: title.trim() } });
      }}
    >
      <Flex direction="column" gap="2" align="start" className="wide-field">
        <TextInput
          label={say('orders.ownTitle')}
          hint={say('orders.ownTitle.hint')}
          maxLength={150}
          value={title}
          onChange={setTitle}
        />
        <Button type="submit" variant="soft" disabled={act.isPending || title.trim() === ''}>
          {say('orders.ownTitle.go')}
        </Button>
      </Flex>
    </form>
  );
}

function OtherIdeas({ act }: { act: Acting }) {
  const say = useSay();
  const [hint, setHint] = useState('');
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate({ name: 'new-ideas', body: hint.trim() ? { hint: hint.trim() } : {} });
      }}
    >
      <Flex direction="column" gap="2" align="start" className="wide-field">
        <TextInput
          label={say('orders.none')}
          hint={say('orders.hint')}
          maxLength={500}
          value={hint}
          onChange={setHint}
        />
        <Button type="submit" variant="soft" disabled={act.isPending}>
          {say('orders.newIdeas')}
        </Button>
      </Flex>
    </form>
  );
}

/** The ideas side by side, to pick from; with a title of one's own, or the wish for others. */
export function Ideas({ order, act }: { order: OrderDetail; act: Acting }) {
  const say = useSay();
  const offered = useOffered();
  const mayPick = offered(order, 'select');
  const mayAskAgain = offered(order, 'new-ideas');
  return (
    <section>
      <Heading as="h2" size="4">
        {say('orders.ideas')}
      </Heading>
      <Text as="p" color="gray" mb="3">
        {say('orders.ideas.lead')}
      </Text>
      <div className="ideas">
        {order.ideas.map((idea) => (
          <IdeaCard key={idea.id} idea={idea} act={mayPick ? act : undefined} />
        ))}
      </div>
      {order.earlierIdeas.length > 0 && (
        <details className="fold">
          <summary>
            <Text size="2">{say('orders.earlier', { count: order.earlierIdeas.length })}</Text>
          </summary>
          <div className="ideas">
            {order.earlierIdeas.map((idea) => (
              <IdeaCard key={idea.id} idea={idea} act={undefined} />
            ))}
          </div>
        </details>
      )}
      {(mayPick || mayAskAgain) && (
        <Flex gap="5" mt="5" wrap="wrap">
          {mayPick && <OwnTitle act={act} />}
          {mayAskAgain && <OtherIdeas act={act} />}
        </Flex>
      )}
    </section>
  );
}
