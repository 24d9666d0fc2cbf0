import { cancellationSignal } from '@temporalio/activity';
import { GalleyError } from '../../contract/failures';
import type { ClassifiedFailure } from '../../contract/failures';
import type { OutletDelivery, OutletStep } from '../../contract/outlets';
import type { OutgoingArticle } from '../../db/catalogue/outlet-deliveries';
import { PAID_REL, relOfLinks, relOfPaidLinks } from '../../domain/linking';
import { relText, toHtml } from '../../domain/text/markdown';
import { isTooNested } from '../../domain/text/nesting';
import { readWebAddress } from '../../domain/text/web-address';
import { withDeliveryPause } from '../delivery-pause';
import type { ActivityDeps } from '../deps';
import { saveWithRetry } from '../recorded-call';
import { checkPaidLinks } from './links';
import type { LinkCheck, LinksChecked } from './links';

const PLACE = 'hook';

/** Levels that an answer to a publish hook has at most. */
const MOST_LEVELS = 8;

type Deps = Pick<
  ActivityDeps,
  'db' | 'opened' | 'receivers' | 'outlets' | 'deliveryGiveUpMs' | 'classify' | 'log'
>;

/** Whether a receiver will not take this delivery, however often it is sent. */
const isFinal = ({ status = 0 }: ClassifiedFailure): boolean =>
  status >= 400 && status < 500 && status !== 408 && status !== 429;

/** Activities of lane `webhooks` for articles. */
export function createOutletHookActivities(deps: Deps) {
  const { db, outlets } = deps;

  /** The address of the page, if the hook told one. */
  function pageOf(answer: string): string | null {
    try {
      if (isTooNested(answer, { levels: MOST_LEVELS })) return null;
      const { url } = (JSON.parse(answer) ?? {}) as { url?: unknown };
      const read = typeof url === 'string' ? readWebAddress(url, outlets) : undefined;
      return read?.ok ? new URL(read.url).href : null;
    } catch {
      return null;
    }
  }

  function openSecret(domainId: string, sealed: Buffer): string {
    try {
      return deps.opened.hookSecret(domainId, sealed);
    } catch {
      deps.log.error('cannot decrypt the secret of a publish hook', { domainId });
      const detail = 'encrypted with an unknown key';
      throw new GalleyError({ type: 'Receiver.Unavailable', reason: 'secret_unreadable', detail });
    }
  }

  async function bodyOf(article: OutgoingArticle, no: number): Promise<string> {
    const { articleId, versionId, versionNum, slug, title, language, author, publishedOn } = article;
    const paid = await db.paidLinks.paidLinksOf({ articleId, versionId });
    return JSON.stringify({
      ...{ articleId, versionId, versionNum, slug, title, language, author, publishedOn },
      markdown: article.contentMd,
      html: toHtml(article.contentMd, { relOf: relOfPaidLinks(paid) }),
      paidLinks: paid.map(({ anchorText, targetUrl }) => ({ anchorText, targetUrl, rel: relText(PAID_REL) })),
      previousUrl: article.url,
      deliveryNo: no,
    });
  }

  /** Sends the article. Returns what the hook said, or the failure if it was not accepted. */
  async function trySending(
    article: OutgoingArticle & { hook: NonNullable<OutgoingArticle['hook']> },
    no: number,
  ): Promise<string | ClassifiedFailure> {
    try {
      const { hook, domainId, deliveryId: id } = article;
      const secret = openSecret(domainId, hook.sealedSecret);
      const body = await bodyOf(article, no);
      return (await deps.receivers.send({ url: hook.url, secret, id, body, signal: cancellationSignal() }))
        .answer;
    } catch (error) {
      if (error instanceof GalleyError && error.failure.type === 'Receiver.Unavailable')
        return deps.classify(error);
      throw error;
    }
  }

  return {
    /**
     * Sends the wanted version of an article to the publish hook of its site. Throws `Receiver.Unavailable` while the hook does not accept
     * it, for as long as webhooks are tried. It is sent twice, under the same id, only if the response or its record is lost.
     */
    async deliverToHook(step: OutletStep): Promise<OutletDelivery> {
      const wanted = await db.outletDeliveries.wantedArticle(step);
      if (!wanted?.hook) return { outcome: 'again' };
      if (wanted.place !== PLACE)
        await db.outletDeliveries.takePlace({ ...step, place: PLACE, storeId: null });
      const article = await db.outletDeliveries.wantedArticle(step);
      if (!article?.hook) return { outcome: 'again' };
      const answer = await trySending({ ...article, hook: article.hook }, step.no);
      if (typeof answer === 'string') {
        const { versionId } = article;
        const delivered = { ...step, place: PLACE, versionId, postId: null, url: pageOf(answer) };
        await saveWithRetry(deps, () =>
          db.transaction((tx) => tx.outletDeliveries.noteOutletDelivered(delivered)),
        );
        return { outcome: 'settled' };
      }
      const { type, reason } = answer;
      const triedMs = await saveWithRetry(deps, () =>
        db.outletDeliveries.noteOutletTried({ ...step, type, reason }),
      );
      if (!isFinal(answer) && triedMs < deps.deliveryGiveUpMs) throw withDeliveryPause(answer);
      await saveWithRetry(deps, () =>
        db.transaction((tx) =>
          tx.outletDeliveries.noteOutletEnded({ ...step, state: 'failed', type, reason }),
        ),
      );
      return { outcome: 'settled' };
    },

    /** Fetches the page that the hook named and compares its links with those that were paid for. */
    async checkPage(check: LinkCheck): Promise<LinksChecked> {
      return checkPaidLinks(deps, check, async ({ url }, paid) => {
        if (paid.length === 0) return { links: [] };
        if (url === null) return { links: undefined };
        const page = await outlets.pages.read({ url, signal: cancellationSignal() });
        return { links: 'html' in page ? relOfLinks(page.html) : undefined };
      });
    },
  };
}

export type OutletHookActivities = ReturnType<typeof createOutletHookActivities>;
