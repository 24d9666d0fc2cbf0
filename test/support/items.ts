import { until } from './api-client';
import type { ApiClient } from './api-client';

/** An item as the API shows it; tests read what they need. */
export interface ItemJson {
  id: string;
  batchId: string | null;
  type: string;
  priority: number;
  status: string;
  phase: string;
  retryCount: number;
  error: string | null;
  errorType: string | null;
  title: string | null;
  waiting: { type: string; reason: string; notBefore?: string } | null;
  startedAt: string | null;
  completedAt: string | null;
  progress: {
    totalSteps: number;
    completedSteps: number;
    currentStep: string;
    estimatedTimeRemaining: number | null;
    etaP50Ms: number | null;
    etaP90Ms: number | null;
    details: { attempt: number; component: string | null; ahead: number | null; notBefore: string | null };
  };
}

/** Two short parts, so that a page is written in two steps. */
const SHORT = ['Introduction', 'Benefits'];

/** What one page about a keyword is ordered with. */
export function pageAbout(keyword: string, more: object = {}): object {
  return { pageType: 'product', targetKeywords: [keyword], components: SHORT, ...more };
}

/** Orders a page and answers its item. */
export async function orderPage(client: ApiClient, body: object): Promise<ItemJson> {
  const answer = await client.call('POST', '/api/generation', { body });
  if (answer.status !== 202) throw new Error(`answered ${answer.status}: ${JSON.stringify(answer.json)}`);
  return answer.json as unknown as ItemJson;
}

export async function readItem(client: ApiClient, id: string): Promise<ItemJson> {
  return (await client.call('GET', `/api/generation/${id}`)).json as unknown as ItemJson;
}

/** Waits until an item has one of these statuses. */
export async function itemReaches(client: ApiClient, id: string, ...statuses: string[]): Promise<ItemJson> {
  let last = '';
  return until(
    () => `item ${id} is ${statuses.join(' or ')}, last ${last}`,
    async () => {
      const other = await client.isStill(id, statuses);
      if (other !== false) {
        last = other;
        return false;
      }
      const item = await readItem(client, id);
      last = item.status;
      return statuses.includes(last) && item;
    },
  );
}
