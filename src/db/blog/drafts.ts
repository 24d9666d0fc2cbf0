import type { Queryable } from '../pool';
import type { SavedFinding } from './findings';
import { attemptOf, isLasting } from './unusable';
import type { UnusableAttempt } from './unusable';
import type { DraftKey, QcStatus } from './versions';

/** A draft that is usable, with its verdict so far. */
export interface KnownDraft {
  versionId: string;
  qcStatus: QcStatus;
}

/** An attempt at the ideas or the text of an order. */
interface AttemptRow {
  /** Null where the attempt brought nothing usable. */
  versionId: string | null;
  round: number;
  attempt: number;
  basis: string;
  qcStatus: QcStatus | null;
  findings: SavedFinding[];
  isSentBack: boolean;
  /** Of texts that a person sent back. */
  bodyMarkdown: string | null;
}

/** What is known of the attempts at an order's ideas and text when the next one begins. */
export interface KnownAttempts {
  /** The draft under the attempt's own key. */
  saved: KnownDraft | undefined;
  /**
   * A draft of the same idea from an earlier round that nothing was found against: written or approved while its order was being
   * cancelled. A retry goes on with it instead of paying for another.
   */
  kept: KnownDraft | undefined;
  /** What follows from the attempt itself, if it brought nothing usable. */
  unusable: UnusableAttempt | undefined;
  /** What quality control said of the attempt before this one in the same round, and what lasts of the earlier ones. */
  findingsBefore: SavedFinding[];
  /** The approved text that a person sent back last. */
  sentBack: string | undefined;
}

const ATTEMPTS = `
  select id as "versionId", round, attempt, basis, qc_status as "qcStatus", findings, sent_back_at is not null as "isSentBack",
         case when sent_back_at is not null then body_markdown end as "bodyMarkdown"
    from versions where order_id = $1
   union all
  select null, round, attempt, basis, null, findings, false, null from unusable_drafts where order_id = $1
   order by round desc, attempt desc`;

function draftOf(row: AttemptRow | undefined): KnownDraft | undefined {
  return row?.versionId && row.qcStatus ? { versionId: row.versionId, qcStatus: row.qcStatus } : undefined;
}

/** Reads what is known before an attempt. */
export async function attemptsBefore(db: Queryable, key: DraftKey): Promise<KnownAttempts> {
  const { rows } = await db.query<AttemptRow>(ATTEMPTS, [key.orderId]);
  const ofBasis = rows.filter(({ basis }) => basis === key.basis);
  const ofRound = ofBasis.filter(({ round }) => round === key.round);
  const own = ofRound.filter(({ attempt }) => attempt === key.attempt);
  const unusable = own.find(({ versionId }) => versionId === null);
  const [last, ...earlier] = ofRound
    .filter(({ attempt }) => attempt < key.attempt)
    .map(({ findings }) => findings);
  return {
    saved: draftOf(own.find(({ versionId }) => versionId !== null)),
    kept: draftOf(
      ofBasis.find(
        ({ round, qcStatus, isSentBack }) =>
          round < key.round && (qcStatus === 'WRITTEN' || qcStatus === 'APPROVED_BY_AI') && !isSentBack,
      ),
    ),
    unusable: unusable && attemptOf(unusable.findings),
    findingsBefore: [...(last ?? []), ...earlier.flat().filter(isLasting)],
    sentBack:
      rows.find(({ qcStatus, isSentBack }) => isSentBack && qcStatus === 'APPROVED_BY_AI')?.bodyMarkdown ??
      undefined,
  };
}
