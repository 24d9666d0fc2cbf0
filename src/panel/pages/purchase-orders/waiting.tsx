import { Badge } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { reviewCountQuery } from '../../api/review-queries';
import { useSay } from '../../messages/use-text';

/** How many orders wait for an administrator's word: as many as the list shows of them. */
export function WaitingForReview() {
  const say = useSay();
  const { data } = useQuery(reviewCountQuery);
  if (!data || data.count === 0) return null;
  const count = data.isMore ? `${data.count}+` : String(data.count);
  return (
    <>
      {' '}
      <Badge color="amber" highContrast radius="full" aria-hidden>
        {count}
      </Badge>
      <span className="unseen">{say('admin.waiting.count', { count })}</span>
    </>
  );
}
