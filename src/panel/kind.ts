import type { QueryClient } from '@tanstack/react-query';
import type { ComponentType, ReactNode } from 'react';
import type { OrderKind, Phase } from '../contract/orders';
import { en } from './messages/en';
import type { MessageId } from './messages/en';
import type { Say } from './messages/use-text';
import type { Permission } from '../domain/tenants/permissions';

export type Colour = 'gray' | 'blue' | 'amber' | 'grass' | 'red';

/** What the API answers of an order of any kind; what a kind answers of its own has more. */
export interface AnyOrder {
  id: string;
  status: string;
  phase: Phase;
  priority: number;
  title?: string | null;
  error: string | null;
  errorType: string | null;
  /** Why it is on hold although it is nobody's turn. */
  waiting: { type: string; reason: string; message: string; notBefore?: string } | null;
  /** The actions that its state allows: the last words of their routes. */
  may: string[];
  // Kinds whose API has names of its own for these times leave them out.
  createdAt?: string | null;
  startedAt?: string | null;
  finishedAt?: string | null;
  progress?: {
    completedSteps: number;
    totalSteps: number;
    etaP50Ms: number | null;
    etaP90Ms: number | null;
    overdue?: boolean;
  };
}

/** Whether an order is on hold; one that waits for its turn by a limit of its own tenant is not. */
export const isOnHold = ({ waiting }: AnyOrder): boolean =>
  waiting !== null && waiting.type !== 'Queue.RateLimit';

/** Whether orders count for a figure of these phases: those that the list shows to which the figure leads, by the first of the phases. */
export function isListed(
  { filters }: PanelKind,
  phases: readonly [Phase, ...Phase[]],
  order: { phase: Phase; status: string },
): boolean {
  const statuses = new URLSearchParams(filters[phases[0]]).get('status');
  return statuses === null ? phases.includes(order.phase) : statuses.split(',').includes(order.status);
}

/** What an event of the stream tells of an order or a batch: some of its fields. */
export interface Told {
  id: string;
  [field: string]: unknown;
}

/** Where the API has the orders of a kind, and the first words of the keys under which the panel keeps them. */
export interface KindApi {
  /** Its base path, such as `/api/generation`. */
  base: `/api/${string}`;
  /** The key of its lists. */
  list: string;
  /** The key of one order and of its timeline, attempts and costs. */
  one: string;
  /** The keys of whatever else changes with an order, such as a calendar; the counts always do. */
  also: readonly string[];
  /** The first words of the keys of other views of one order, each followed by its id. */
  views?: readonly string[];
}

/** One of the stream's own names for what happens to a kind. */
export interface KindEvent {
  /** Puts what the event tells into what is known already. */
  patch(client: QueryClient, told: Told): void;
  /** The keys of what the patch brought up to date, unless a response that is older than the event is still on its way. */
  patched(id: string): string[][];
  /** The keys of what is asked for again; `id` is what the event is about. */
  touches(id: string): string[][];
  /** What a screen reader hears; nothing where it is left out. */
  says?(say: Say, told: Told): string;
}

/** What orders of a kind are called in questions such as `act.cancel.posts.ask`. */
export type Noun = 'posts' | 'pages' | 'texts' | 'orders';

/** Something that search finds. */
export interface Findable {
  /** The path before its id. */
  path: `/${string}`;
  /** What one is called. */
  one: MessageId;
  /** Its title as people read it, where search gives something else. */
  titleOf?(say: Say, title: string): string;
}

/** A page of a kind; it is given the kind, so that one page can serve many. */
export type KindPage = ComponentType<{ kind: PanelKind }>;

/**
 * Everything the panel knows of one kind of order. Members that take an order are methods, so that an entry may name its own type of order,
 * which is what its API answers.
 */
export interface PanelKind<K extends OrderKind = OrderKind> {
  /** Its word in the API, in the stream, in webhook events and in workflow ids. */
  kind: K;
  /** The path of its list, such as `/orders`; one order is under its id below it. Kinds with the same path share its pages. */
  path: `/${string}`;
  /** Where its orders are asked for. */
  api: KindApi;
  /** What its orders are called together: in the navigation and above their list. */
  name: MessageId;
  /** What one of its orders is called: in search results and in the log of webhooks. */
  one: MessageId;
  /** What somebody has to be allowed to be led to its list; to read orders where it is left out. */
  needs?: Permission;
  /** What its orders are called where something is done to them. */
  noun: Noun;
  /** Whether a retry takes a hint for the whole order. */
  takesHint?: true;
  /** How the overview says a number of its orders, given as `count`. */
  counted: MessageId;
  /** What a screen reader hears when an order has another status, given as `status`. */
  changed: MessageId;
  /** The colours of statuses that do not have the colour of their phase. */
  colours?: Readonly<Record<string, Colour>>;
  /** Statuses in the phase `waiting_person` that wait for a time; the overview and the list do not show them as waiting for a person. */
  timed?: readonly string[];
  /**
   * How the messages of its statuses begin: `order.` has the label `order.DONE` and the explanation `order.DONE.says`. Filters offer
   * the statuses in the order of the messages.
   */
  statusPrefix: string;
  /** Stages that timelines and costs call by another message than `step.` and the stage's own name. */
  stages: Readonly<Record<string, MessageId>>;
  /** The query by which its list shows the orders of a phase; the overview's figures lead there. */
  filters: Partial<Record<Phase, string>>;
  /** The word under which messages have the status of an order, where that depends on more than its status. */
  shownStatus?(order: AnyOrder): string;
  /** Whether an order waits in the database and has no workflow yet. */
  hasNoRun?(order: AnyOrder): boolean;
  /** What one order is called. */
  nameOf(say: Say, order: AnyOrder, kind: PanelKind): string;
  /** The row of an order in a list, after the box by which it is chosen; left out where its list is one of its own. */
  row?(order: AnyOrder, kind: PanelKind): ReactNode;
  /** The page with its list. */
  List: KindPage;
  /** The page of one order. */
  Page: KindPage;
  /** The button and the form that place an order, for those who may; left out where only the API takes orders. */
  New?: ComponentType;
  /** Further pages under their whole paths; those with a name stand in the navigation. */
  pages?: ReadonlyArray<{ path: `/${string}`; name?: MessageId; Page: KindPage }>;
  /** Says in the navigation how many of its orders wait for whoever is signed in. */
  Waiting?: ComponentType;
  /** A card of its own on the overview. */
  Card?: ComponentType;
  /** Other things of it that search finds, by the word that search has for them. */
  found?: Readonly<Record<string, Findable>>;
  /** The stream's own names for what happens to it; without them every change comes as `orderChanged` and needs nothing here. */
  events?: Readonly<Record<string, KindEvent>>;
  /** Takes over its part of the snapshot with which the stream begins, where that shows more than the envelope of orders. */
  takeSnapshot?(client: QueryClient, snapshot: Readonly<Record<string, unknown>>): void;
}

/** The keys of everything that a change of an order makes old; of all orders of the kind without an id. */
export function keysOf(api: KindApi, id?: string): string[][] {
  const own = [api.one, ...(api.views ?? [])].map((key) => (id === undefined ? [key] : [key, id]));
  return [[api.list], ['stats'], ...api.also.map((key) => [key]), ...own];
}

/** Every status of a kind that has an explanation, in the order of the messages. */
export const statusesOf = ({ statusPrefix }: PanelKind): string[] =>
  Object.keys(en).flatMap((id) => {
    const status = id.startsWith(statusPrefix) && /^(\w+)\.says$/.exec(id.slice(statusPrefix.length))?.[1];
    return status ? [status] : [];
  });
