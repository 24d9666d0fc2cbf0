import { Heading, Link as Out, Text } from '@radix-ui/themes';
import { useSay } from '../../messages/use-text';
import { isWebAddress } from '../../parts/address';
import { Fact, Facts } from '../../parts/facts';
import { Markdown } from '../../parts/markdown';
import type { OrderDetail } from './api';

/** The post with its picture, and the way to where it was published. */
export function Post({ order }: { order: OrderDetail }) {
  const say = useSay();
  const { post, image, publication } = order;
  return (
    <>
      {publication && isWebAddress(publication.url) && (
        <Out href={publication.url} target="_blank" rel="noopener noreferrer">
          {say('orders.open')}
        </Out>
      )}
      {publication?.postId && !isWebAddress(publication.url) && (
        <Text as="p" size="2" color="gray">
          {say('orders.open.unknown')}
        </Text>
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
          <Text as="p" size="2" color="gray" mt="1">
            {post.excerpt}
          </Text>
          <Markdown text={post.markdown} />
          <details className="fold">
            <summary>
              <Text size="2">{say('orders.aboutText')}</Text>
            </summary>
            <Facts>
              <Fact label={say('orders.metaTitle')}>{post.metaTitle}</Fact>
              <Fact label={say('orders.metaDescription')}>{post.metaDescription}</Fact>
              <Fact label={say('orders.tags')}>{post.tags.join(', ')}</Fact>
              {post.scores && (
                <Fact label={say('orders.scores')}>
                  {(Object.keys(post.scores) as Array<keyof typeof post.scores>)
                    .map((name) =>
                      say('orders.score', { name: say(`score.${name}`), points: post.scores![name] }),
                    )
                    .join(', ')}
                </Fact>
              )}
            </Facts>
          </details>
        </section>
      )}
    </>
  );
}
