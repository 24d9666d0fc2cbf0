import { randomUUID } from 'node:crypto';
import type { LinkProposal, Span } from '../../domain/linking';
import type { SavedFinding } from '../blog/findings';
import { attemptOf, isLasting, unusableFindings } from '../blog/unusable';
import type { Unusable, UnusableAttempt } from '../blog/unusable';
import type { QcStatus } from '../blog/versions';
import type { Queryable } from '../pool';

/** Key of a draft: what was paid for is found again under it. */
export interface PurchaseDraftKey {
  orderId: string;
  round: number;
  attempt: number;
}

/** Where the ordered link stands in a text, in UTF-16 units, and how it can be put in again. */
export interface PlacedLink {
  span: Span;
  proposal: LinkProposal;
}

/** A text that was written for an order that was bought. */
export interface PurchaseDraft extends PurchaseDraftKey {
  id: string;
  /** The version that a link goes into, or `FROM_BRIEF`. */
  basis: string;
  qcStatus: QcStatus;
  /** Of a new article; null for a link. */
  title: string | null;
  contentMd: string;
  link: PlacedLink | null;
  findings: SavedFinding[];
  /** Points by criterion, 0 to 10, once reviewed. */
  scores: Readonly<Record<string, number>> | null;
}

/** What an attempt means that brought nothing usable. `unplaced`: the article has no place for the link. */
export type FruitlessAttempt = UnusableAttempt | { outcome: 'unplaced'; reason: string };

/** What is known of an order's attempts when the next one begins. */
export interface KnownPurchaseDrafts {
  /** The draft under the attempt's own key. */
  saved: { id: string; qcStatus: QcStatus } | undefined;
  /**
   * A draft from the same basis in an earlier round that nothing was found against and no version was made of: its run ended first. A
   * retry goes on with it instead of paying for another.
   */
  kept: { id: string; qcStatus: QcStatus } | undefined;
  /** What follows from the attempt itself, if it brought nothing usable. */
  unusable: FruitlessAttempt | undefined;
  /** What quality control said of the attempt before this one in the same round, and what lasts of the earlier ones. */
  findingsBefore: SavedFinding[];
}

interface AttemptRow {
  id: string;
  round: number;
  attempt: number;
  basis: string;
  qcStatus: QcStatus | null;
  findings: SavedFinding[];
  /** Whether a version was made in its round. */
  isUsed: boolean;
}

const UNPLACED = 'unplaced:';

function fruitless(findings: readonly SavedFinding[]): FruitlessAttempt {
  const unplaced = findings.find(({ id }) => id.startsWith(UNPLACED));
  return unplaced ? { outcome: 'unplaced', reason: unplaced.id.slice(UNPLACED.length) } : attemptOf(findings);
}

const knownOf = (row: AttemptRow | undefined): KnownPurchaseDrafts['saved'] =>
  row?.qcStatus ? { id: row.id, qcStatus: row.qcStatus } : undefined;

/** Reads what is known before an attempt. */
export async function purchaseAttemptsBefore(
  db: Queryable,
  key: PurchaseDraftKey & { basis: string },
): Promise<KnownPurchaseDrafts> {
  const { rows } = await db.query<AttemptRow>(
    `select d.id, d.round, d.attempt, d.basis, d.qc_status as "qcStatus", d.findings,
            exists (select 1 from article_revisions v where v.order_id = d.order_id and v.round = d.round) as "isUsed"
       from purchase_drafts d where d.order_id = $1 order by d.round desc, d.attempt desc`,
    [key.orderId],
  );
  const ofRound = rows.filter(({ round }) => round === key.round);
  const own = ofRound.find(({ attempt }) => attempt === key.attempt);
  const [last, ...earlier] = ofRound
    .filter(({ attempt }) => attempt < key.attempt)
    .map(({ findings }) => findings);
  const isGood = ({ qcStatus }: AttemptRow): boolean =>
    qcStatus === 'WRITTEN' || qcStatus === 'APPROVED_BY_AI';
  return {
    saved: knownOf(own),
    kept: knownOf(
      rows.find((row) => row.round < key.round && row.basis === key.basis && isGood(row) && !row.isUsed),
    ),
    unusable: own && !own.qcStatus ? fruitless(own.findings) : undefined,
    findingsBefore: [...(last ?? []), ...earlier.flat().filter(isLasting)],
  };
}

const COLUMNS = `id, order_id as "orderId", round, attempt, basis, qc_status as "qcStatus", title, content_md as "contentMd",
  case when link_start is not null then jsonb_build_object('span', jsonb_build_object('start', link_start, 'end', link_end),
    'proposal', link_proposal) end as link, findings, scores`;

/** A draft with a text. */
export async function findPurchaseDraft(
  db: Queryable,
  key: { orderId: string; draftId: string },
): Promise<PurchaseDraft | undefined> {
  const result = await db.query<PurchaseDraft>(
    `select ${COLUMNS} from purchase_drafts where order_id = $1 and id = $2 and qc_status is not null`,
    [key.orderId, key.draftId],
  );
  return result.rows[0];
}

/** The last draft with a text of an order in a round. */
export async function lastPurchaseDraft(
  db: Queryable,
  key: { orderId: string; round: number },
): Promise<PurchaseDraft | undefined> {
  const result = await db.query<PurchaseDraft>(
    `select ${COLUMNS} from purchase_drafts where order_id = $1 and round = $2 and qc_status is not null
      order by attempt desc limit 1`,
    [key.orderId, key.round],
  );
  return result.rows[0];
}

/** Saves an attempt; if one stands under the key already, that one is kept and this one is dropped. */
async function insertAttempt(
  tx: Queryable,
  row: PurchaseDraftKey & {
    basis: string;
    text: Pick<PurchaseDraft, 'title' | 'contentMd' | 'link' | 'qcStatus'> | null;
    findings: readonly SavedFinding[];
  },
): Promise<{ id: string; qcStatus: QcStatus | null; findings: SavedFinding[] }> {
  const { orderId, round, attempt, basis, text, findings } = row;
  const { link = null } = text ?? {};
  await tx.query(
    `insert into purchase_drafts (id, order_id, round, attempt, basis, qc_status, title, content_md, link_start, link_end,
        link_proposal, findings)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (order_id, round, attempt) do nothing`,
    [
      ...[randomUUID(), orderId, round, attempt, basis],
      ...[text?.qcStatus ?? null, text?.title ?? null, text?.contentMd ?? null],
      ...[link?.span.start ?? null, link?.span.end ?? null, link && JSON.stringify(link.proposal)],
      JSON.stringify(findings),
    ],
  );
  const saved = await tx.query<{ id: string; qcStatus: QcStatus | null; findings: SavedFinding[] }>(
    `select id, qc_status as "qcStatus", findings from purchase_drafts where order_id = $1 and round = $2 and attempt = $3`,
    [orderId, round, attempt],
  );
  return saved.rows[0]!;
}

/** Saves a draft with what the rules found. Answers the draft that is saved under its key. */
export async function insertPurchaseDraft(
  tx: Queryable,
  draft: PurchaseDraftKey &
    Pick<PurchaseDraft, 'basis' | 'qcStatus' | 'title' | 'contentMd' | 'link' | 'findings'>,
): Promise<{ id: string; qcStatus: QcStatus }> {
  const { title, contentMd, link, qcStatus, ...row } = draft;
  const saved = await insertAttempt(tx, { ...row, text: { title, contentMd, link, qcStatus } });
  return { id: saved.id, qcStatus: saved.qcStatus ?? qcStatus };
}

/** Notes that an attempt brought nothing that can be used, and answers what follows from it. */
export async function insertFruitless(
  tx: Queryable,
  draft: PurchaseDraftKey & { basis: string; read: Unusable },
): Promise<FruitlessAttempt> {
  const { read, ...key } = draft;
  return fruitless(
    (await insertAttempt(tx, { ...key, text: null, findings: unusableFindings(read) })).findings,
  );
}

/** Notes that a link cannot go where it was proposed (`finding`), or that it can go nowhere (`isFinal`). */
export async function insertRefused(
  tx: Queryable,
  draft: PurchaseDraftKey & { basis: string; reason: string; finding: string; isFinal: boolean },
): Promise<FruitlessAttempt> {
  const { reason, finding, isFinal, ...key } = draft;
  const saved: SavedFinding = {
    id: isFinal ? `${UNPLACED}${reason}` : `link.${reason}`,
    severity: 'blocking',
    reason: finding,
    hint: finding,
  };
  return fruitless((await insertAttempt(tx, { ...key, text: null, findings: [saved] })).findings);
}

/** Writes a verdict on a draft that has none yet. */
export async function judgePurchaseDraft(
  tx: Queryable,
  verdict: {
    orderId: string;
    draftId: string;
    qcStatus: QcStatus;
    findings: readonly SavedFinding[];
    scores: Readonly<Record<string, number>> | null;
  },
): Promise<void> {
  await tx.query(
    `update purchase_drafts set qc_status = $3, findings = $4, scores = $5
      where order_id = $1 and id = $2 and qc_status = 'WRITTEN'`,
    [
      ...[verdict.orderId, verdict.draftId, verdict.qcStatus, JSON.stringify(verdict.findings)],
      verdict.scores && JSON.stringify(verdict.scores),
    ],
  );
}

/** Proposals of the links in an order's earlier rounds that passed quality control, newest first. */
export async function earlierProposals(
  db: Queryable,
  key: { orderId: string; round: number; most: number },
): Promise<LinkProposal[]> {
  const result = await db.query<{ proposal: LinkProposal }>(
    `select link_proposal as proposal from purchase_drafts
      where order_id = $1 and round < $2 and qc_status = 'APPROVED_BY_AI' and link_proposal is not null
      order by round desc, attempt desc limit $3`,
    [key.orderId, key.round, key.most],
  );
  return result.rows.map(({ proposal }) => proposal);
}

/** Titles and beginnings of an order's earlier texts that passed quality control, newest first. */
export async function earlierTexts(
  db: Queryable,
  key: { orderId: string; round: number; most: number; mostText: number },
): Promise<Array<{ title: string; opening: string }>> {
  const result = await db.query<{ title: string; opening: string }>(
    `select title, left(content_md, $4) as opening from purchase_drafts
      where order_id = $1 and round < $2 and qc_status = 'APPROVED_BY_AI' and title is not null
      order by round desc, attempt desc limit $3`,
    [key.orderId, key.round, key.most, key.mostText],
  );
  return result.rows;
}
