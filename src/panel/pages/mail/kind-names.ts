import type { Mail } from '../../api/mail-queries';
import type { MessageId } from '../../messages/en';
import type { Say } from '../../messages/use-text';

/** Names of what can be subscribed to, and of what comes with a subscription. */
const NAMES = {
  store_pick: 'webhookEvent.order.awaiting_selection',
  store_approval: 'webhookEvent.order.awaiting_approval',
  store_published: 'mail.kind.store_published',
  store_failed: 'webhookEvent.order.failed',
  bulk_finished: 'webhookEvent.bulk.finished',
  store_digest: 'mail.kind.store_digest',
  confirm_address: 'mail.kind.confirm_address',
} as const satisfies Partial<Record<Mail['kind'], MessageId>>;

/** What a kind of mail is called; its own word where nobody subscribes to it. */
export function kindName(say: Say, kind: Mail['kind']): string {
  const name = (NAMES as Partial<Record<Mail['kind'], MessageId>>)[kind];
  return name ? say(name) : kind.replaceAll('_', ' ');
}
