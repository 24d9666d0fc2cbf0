import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Product } from '../../contract/orders';
import { PAGE } from './answer';
import type { Price } from './catalogue-queries';
import { answerOf, api } from './client';

import type { OrderStatus } from './purchase-queries';

/** The first words of the keys of what administrators see of orders that were bought, and of the counts of their queues. */
export const ADMIN_ORDERS = 'admin-orders';
export const ADMIN_ORDER = 'admin-order';
export const QUEUES = 'queues';

// TODO-SEAM: types by hand until the API describes them.
export interface Link {
  start: number;
  end: number;
}
export interface Refund {
  state: 'planned' | 'requested' | 'pending' | 'succeeded' | 'failed';
  amount: number;
  currency: string;
  dueAt: string | null;
}
export interface BuyerVersion {
  versionId: string;
  versionNum: number;
  content: string;
  qcStatus: string | null;
  link: Link | null;
  createdAt: string;
}
export type ReviewStatus = Omit<OrderStatus, 'version' | 'queue'> & {
  version: BuyerVersion | null;
  versions: Array<{
    versionId: string;
    versionNum: number;
    createdAt: string;
    isCurrent: boolean;
    qcStatus: string | null;
  }>;
  queue: { hasActiveJob: boolean };
  regeneration: { usedToday: number; limit: number; availableAt: string | null };
  baseChanged: boolean;
  outcome: null | 'published' | 'rejected' | 'broke' | 'expired';
  failureReason: string | null;
  refund: Refund | null;
  submittedBy: 'buyer' | 'deadline' | 'order' | null;
  submittedAt: string | null;
  deadlineAt: string | null;
  publishedUrl: string | null;
};

export interface AdminOrder {
  orderId: string;
  product: Product;
  source: 'buyer' | 'admin';
  status: OrderStatus['status'];
  phase: string;
  outcome: ReviewStatus['outcome'];
  title: string | null;
  domain: { id: string; name: string; host: string };
  article: { id: string; title: string } | null;
  anchorText: string;
  targetUrl: string;
  price: Price;
  email: string | null;
  versionId: string | null;
  createdAt: string;
  submittedAt: string | null;
  submittedBy: ReviewStatus['submittedBy'];
  refund: Refund | null;
  waitingFor: 'review' | 'retry' | 'delivery' | null;
}
export interface AdminVersion extends BuyerVersion {
  isCurrent: boolean;
  qcAttempts: number;
  qcNotes?: unknown;
}
export interface AdminDetail extends AdminOrder {
  notes: string;
  topic: string | null;
  keyword: string | null;
  niche: string | null;
  version: AdminVersion | null;
  base: { versionId: string; versionNum: number; content: string } | null;
  publishedVersionId: string | null;
  baseChanged: boolean;
  versions: Array<{
    versionId: string;
    versionNum: number;
    createdAt: string;
    isCurrent: boolean;
    qcStatus: string | null;
    qcAttempts: number;
  }>;
  money: { price: Price; costMicros: number; retryCostMicros: number; refund: Refund | null };
  mails: Array<{
    id: string;
    kind: string;
    subject: string;
    state: 'pending' | 'delivered' | 'failed';
    createdAt: string;
    sentAt: string | null;
  }>;
  outlet: { state: string; url: string | null; lastProblem: string | null } | null;
  rejectionReason: string | null;
  failureReason: string | null;
  canApprove: boolean;
  canReject: boolean;
  canRetry: boolean;
  canPublishAgain: boolean;
}
export interface Queue {
  name: string;
  product: Product;
  waiting: number;
  active: number;
  review: number;
  adminReview: number;
  completed24h: number;
  failed24h: number;
  oldestWaitingMs: number | null;
  completedPerHour: number;
}
export type VersionText = BuyerVersion & { isCurrent: boolean };
type AdminPage = { items: AdminOrder[]; nextCursor: string | null };

const untyped = api as unknown as Record<
  'GET' | 'POST',
  (path: string, init: object) => Promise<{ data?: unknown; error?: unknown; response: Response }>
>;
const get = async <T>(path: string, init: object = {}): Promise<T> =>
  ((await answerOf(untyped.GET(path, init))) as { data: T }).data;
const post = async <T>(path: string, init: object = {}): Promise<T> =>
  ((await answerOf(untyped.POST(path, init))) as { data: T }).data;
export const statusOf = (status: OrderStatus): ReviewStatus => status as unknown as ReviewStatus;
// TODO-SEAM end

/** Has the text of an order made again. */
export const regenerate = (orderId: string) =>
  post('/api/v1/purchase/regenerate-backlink', { body: { orderId } });

/** Gives a version to the administrators. */
export const submitForReview = (orderId: string, versionId: string) =>
  post('/api/v1/purchase/submit-for-review', { body: { orderId, versionId } });

/** The text of a version that was made for an order, which never changes. */
export const orderVersionQuery = (orderId: string, versionId: string) =>
  queryOptions({
    queryKey: ['order-version', orderId, versionId],
    staleTime: Infinity,
    queryFn: () =>
      get<VersionText>('/api/v1/purchase/status/{orderId}/versions/{versionId}', {
        params: { path: { orderId, versionId } },
      }),
  });

/** What administrators filter orders by. */
export interface AdminFilter {
  waiting?: 'review' | 'retry' | 'delivery' | undefined;
  product?: Product | undefined;
  status?: AdminOrder['status'] | undefined;
  phase?: 'queued' | 'running' | undefined;
  domainId?: string | undefined;
}

/** Orders of all buyers and administrators, newest first. */
export const adminOrdersQuery = (filter: AdminFilter) =>
  infiniteQueryOptions({
    queryKey: [ADMIN_ORDERS, filter],
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: AdminPage) => page.nextCursor ?? undefined,
    queryFn: ({ pageParam }) =>
      get<AdminPage>('/api/v1/admin/orders', {
        params: { query: { ...filter, limit: PAGE, cursor: pageParam } },
      }),
  });

/** Orders that are counted at most. */
const MOST_COUNTED = 100;

/** How many orders wait for an administrator's word, or that there are more than are counted. */
export const reviewCountQuery = queryOptions({
  queryKey: [ADMIN_ORDERS, 'count'],
  queryFn: async () => {
    const { items, nextCursor } = await get<AdminPage>('/api/v1/admin/orders', {
      params: { query: { waiting: 'review', limit: MOST_COUNTED } },
    });
    return { count: items.length, isMore: nextCursor !== null };
  },
});

/** One of them, with all that whoever decides about it has to see. */
export const adminOrderQuery = (orderId: string) =>
  queryOptions({
    queryKey: [ADMIN_ORDER, orderId],
    queryFn: () => get<AdminDetail>('/api/v1/admin/orders/{orderId}', { params: { path: { orderId } } }),
  });

/** The text of any version of an order's article, which never changes. */
export const adminVersionQuery = (orderId: string, versionId: string) =>
  queryOptions({
    queryKey: ['admin-version', orderId, versionId],
    staleTime: Infinity,
    queryFn: () =>
      get<VersionText>('/api/v1/admin/orders/{orderId}/versions/{versionId}', {
        params: { path: { orderId, versionId } },
      }),
  });

/** What an administrator does about an order. */
export type Decision =
  | { name: 'approve'; body: { versionId: string } }
  | { name: 'reject'; body: { versionId: string; reason: string } }
  | { name: 'retry'; body: Record<string, never> }
  | { name: 'publish-again'; body: Record<string, never> };

/** Sends what an administrator has decided. */
export const decide = (orderId: string, { name, body }: Decision) =>
  post(`/api/v1/admin/orders/{orderId}/${name}`, { params: { path: { orderId } }, body });

/** An order of an administrator's own. */
export type AdminOrdered = object;

/** Orders for the administrators themselves; `word` makes the same request be one order. */
export const placeAdminOrder = (body: AdminOrdered, word: string) =>
  post<{ orderId: string }>('/api/v1/admin/orders', {
    params: { header: { 'Idempotency-Key': word } },
    body,
  });

/** How much there is in each queue. */
export const queuesQuery = queryOptions({
  queryKey: [QUEUES],
  queryFn: () => get<{ queues: Queue[] }>('/api/v1/admin/queues'),
});
