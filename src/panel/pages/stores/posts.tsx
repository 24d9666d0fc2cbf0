import { Link as Out, Text } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { postsQuery } from '../../api/store-queries';
import type { Store } from '../../api/store-queries';
import { useSay } from '../../messages/use-text';
import { isWebAddress } from '../../parts/address';
import { Empty, Shown } from '../../parts/states';
import { When } from '../../parts/times';
import { BLOG_PATH } from '../blog/api';

/** The latest posts of a store's blog, ours and others. */
export function Posts({ store }: { store: Store }) {
  const say = useSay();
  const posts = useQuery(postsQuery(store.id));
  return (
    <Shown of={posts}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty>{say('store.posts.empty')}</Empty>
        ) : (
          <ul className="rows plain">
            {items.map(({ id, title, url, publishedAt, orderId }) => (
              <li key={id}>
                <div>
                  {isWebAddress(url) ? (
                    <Out href={url} target="_blank" rel="noopener noreferrer">
                      {title}
                    </Out>
                  ) : (
                    title
                  )}
                  <Text as="div" size="1" color="gray">
                    {publishedAt && <When at={publishedAt} />}
                  </Text>
                </div>
                {orderId ? (
                  <Link to={`${BLOG_PATH}/${orderId}`}>{say('store.posts.order')}</Link>
                ) : (
                  <Text size="2" color="gray">
                    {say('store.posts.foreign')}
                  </Text>
                )}
              </li>
            ))}
          </ul>
        )
      }
    </Shown>
  );
}
