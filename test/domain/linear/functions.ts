import { z } from 'zod';
import * as match from '../../../src/domain/blog/draft-match';
import * as avoided from '../../../src/domain/blog/ideas/avoided';
import * as duplicates from '../../../src/domain/blog/ideas/duplicates';
import * as titles from '../../../src/domain/blog/ideas/title-words';
import { cleanCron, readCron } from '../../../src/domain/bulk/cron';
import { exportName } from '../../../src/domain/bulk/export';
import { readItemLines } from '../../../src/domain/bulk/item-lines';
import { bulkRequestOf, contentRequestOf } from '../../../src/domain/bulk/request';
import { canonicalTimeZone, cronProblem } from '../../../src/domain/bulk/schedule-times';
import * as planTime from '../../../src/domain/blog/plan-time';
import { contentProblem, readArticleFile, slugOfTitle } from '../../../src/domain/catalogue/article-file';
import { readAmount } from '../../../src/domain/catalogue/currencies';
import { excerptOf } from '../../../src/domain/catalogue/excerpt';
import { articleUrl, canonicalHost, isOfHost } from '../../../src/domain/catalogue/hosts';
import { alignText } from '../../../src/domain/linking/align';
import {
  checkAnchor,
  checkTargetUrl,
  isLinkAllowed,
  lineProblem,
  linkTo,
  writtenUrl,
} from '../../../src/domain/linking/anchor';
import { insertLink } from '../../../src/domain/linking/insert';
import { proveNoLinkLost } from '../../../src/domain/linking/kept';
import { offeredPlaces } from '../../../src/domain/linking/offered';
import { outlineOf, textBelow } from '../../../src/domain/linking/outline';
import { flatParagraphs } from '../../../src/domain/linking/paragraphs';
import { findPlaces, placesForAnchor } from '../../../src/domain/linking/places';
import { proveOnlyLink } from '../../../src/domain/linking/prove';
import * as rel from '../../../src/domain/linking/rel';
import { checkSentence, escapeText, sentenceMarkdown } from '../../../src/domain/linking/sentence';
import * as sentenceEnd from '../../../src/domain/linking/sentence-end';
import { summaryOfPlaces } from '../../../src/domain/linking/summary';
import { canonicalLanguage } from '../../../src/domain/text/language-tag';
import { failedPictureFinding } from '../../../src/domain/blog/failed-picture';
import * as content from '../../../src/domain/mail/content';
import { renderChatAlert } from '../../../src/domain/mail/chat';
import { mailSubject, renderMail, valuesOf } from '../../../src/domain/mail/render';
import { alertContent } from '../../../src/domain/mail/templates/admin-alert';
import { parsePosition } from '../../../src/domain/events/position';
import { checkContent } from '../../../src/domain/content/check';
import { contentMarkdown } from '../../../src/domain/content/markdown';
import { contentPrompt } from '../../../src/domain/prompts/content';
import { factsIn } from '../../../src/domain/quality/facts';
import * as addresses from '../../../src/domain/quality/facts/addresses';
import * as contacts from '../../../src/domain/quality/facts/contacts';
import * as dates from '../../../src/domain/quality/facts/dates';
import * as names from '../../../src/domain/quality/facts/names';
import * as numbers from '../../../src/domain/quality/facts/numbers';
import * as keywords from '../../../src/domain/quality/keywords';
import { measureMode } from '../../../src/domain/quality/measure-mode';
import { citedTrends, trendName } from '../../../src/domain/quality/trends';
import { componentsOf } from '../../../src/domain/items/components';
import { readPageLines } from '../../../src/domain/items/page-lines';
import { assemblePage, headedMarkdown, pageMarkdown } from '../../../src/domain/items/page';
import { articlePrompt } from '../../../src/domain/prompts/article';
import * as component from '../../../src/domain/prompts/component';
import { ideasPrompt } from '../../../src/domain/prompts/ideas';
import * as labels from '../../../src/domain/prompts/labels';
import { linkPrompt } from '../../../src/domain/prompts/link';
import { linkReviewPrompt } from '../../../src/domain/prompts/link-review';
import { neutralWords } from '../../../src/domain/prompts/neutral-words';
import { picturePrompt } from '../../../src/domain/prompts/picture';
import { postPrompt, postShape, slugOf } from '../../../src/domain/prompts/post';
import { reviewPrompt } from '../../../src/domain/prompts/review';
import { voiceLines } from '../../../src/domain/prompts/voice';
import * as completion from '../../../src/domain/providers/completion';
import * as delay from '../../../src/domain/providers/delay';
import * as modelJson from '../../../src/domain/providers/model-json';
import * as flags from '../../../src/domain/providers/picture-flags';
import { pictureSeed, sniffPicture } from '../../../src/domain/providers/picture-bytes';
import { goLive } from '../../../src/domain/purchases/going-live';
import { checkOwnLinks } from '../../../src/domain/purchases/own-links';
import { paragraphAround } from '../../../src/domain/purchases/paragraph';
import { judge, judgeBy } from '../../../src/domain/quality/approval';
import { checkComponent } from '../../../src/domain/quality/check-component';
import { checkDraft, DRAFT_CHECKS, verdictOf } from '../../../src/domain/quality/check-draft';
import type { Draft } from '../../../src/domain/quality/draft';
import { draftWords, quoteOf, readParagraphs, withKeyword } from '../../../src/domain/quality/draft';
import type { DraftInput } from '../../../src/domain/quality/findings';
import { countMentions, isMentioned, isStuffed } from '../../../src/domain/quality/keyword';
import { addressKey } from '../../../src/domain/quality/links';
import { farTooLong } from '../../../src/domain/quality/length';
import { judgeLink } from '../../../src/domain/quality/link-approval';
import { languageCode, languageOf, stopWordsOf } from '../../../src/domain/quality/language';
import * as phrases from '../../../src/domain/quality/phrases';
import { found } from '../../../src/domain/quality/rules';
import { cutOff } from '../../../src/domain/quality/cut-off';
import { restatedParagraphs } from '../../../src/domain/quality/near-repetition';
import {
  comparedWords,
  sourceSimilarity,
  textOverlap,
  visibleWords,
} from '../../../src/domain/quality/similarity';
import { closestSketches, sketchContainment, sketchOf } from '../../../src/domain/quality/sketch';
import { wordsToAvoid } from '../../../src/domain/quality/voice';
import { spreadOf } from '../../../src/domain/spending/caps';
import { minorUnits } from '../../../src/domain/spending/money';
import { LIST_PRICES, maxPriceOfCompletion, readPrices } from '../../../src/domain/spending/prices';
import { deviceOf } from '../../../src/domain/tenants/device';
import {
  canonicalMailAddress,
  checkMailAddress,
  foldedAddress,
  isMailAddress,
} from '../../../src/domain/tenants/mail-address';
import * as compare from '../../../src/domain/text/compare';
import { addressProblem, canonicalAddress } from '../../../src/domain/text/webhook-address';
import { plainCell, safeCell } from '../../../src/domain/text/csv-cell';
import { isDay } from '../../../src/domain/text/day';
import { csvOf } from '../../../src/domain/text/csv-table';
import { csvRows, lineOfCell, plainTable } from '../../../src/domain/text/csv-rows';
import { readHtml } from '../../../src/domain/text/html/read';
import * as tags from '../../../src/domain/text/html/tags';
import { htmlToMarkdown } from '../../../src/domain/text/html/to-markdown';
import { htmlStart, htmlToText } from '../../../src/domain/text/html/to-text';
import { isLookAlike } from '../../../src/domain/text/look-alike';
import { costsOf } from '../../../src/domain/text/markdown/costs';
import { asCode, givenMarkdown } from '../../../src/domain/text/markdown/given';
import { isTooComplex, tamed } from '../../../src/domain/text/markdown/hostile';
import { safeImageUrl, safeLinkUrl } from '../../../src/domain/text/markdown/links';
import * as parse from '../../../src/domain/text/markdown/parse';
import * as plain from '../../../src/domain/text/markdown/plain-text';
import { inlineNodes, textNode } from '../../../src/domain/text/markdown/ricos-inline';
import { ricosBytes } from '../../../src/domain/text/markdown/ricos';
import { keepShallow } from '../../../src/domain/text/markdown/shallow';
import { parseBoth, parseShown, toPlainText } from '../../../src/domain/text/markdown/shown';
import { toHtml } from '../../../src/domain/text/markdown/to-html';
import { toRicos } from '../../../src/domain/text/markdown/to-ricos';
import { withoutHtml } from '../../../src/domain/text/markdown/without-html';
import { keepWritten } from '../../../src/domain/text/markdown/written';
import { isTooNested } from '../../../src/domain/text/nesting';
import * as phrase from '../../../src/domain/text/phrase';
import * as address from '../../../src/domain/text/public-address';
import * as storable from '../../../src/domain/text/storable';
import * as text from '../../../src/domain/text/text';
import { parseUrl } from '../../../src/domain/text/parse-url';
import { readWebAddress } from '../../../src/domain/text/web-address';

const pieces = (given: string): string[] => given.match(/.{1,50}/gsu) ?? [];

type Call = (given: string) => unknown;

const voiceOf = (given: string) => ({
  tone: given,
  useWords: ['light', given.slice(0, 200)],
  avoidWords: ['cheap', given.slice(0, 200)],
  sample: given,
});

export const draftInput = (given: string): DraftInput => ({
  markdown: given,
  title: given.slice(0, 200),
  keyword: 'rain jackets',
  targetWords: 0,
  language: 'en',
  bannedPhrases: ['cheap', given.slice(0, 100)],
  voice: voiceOf(given),
  around: [given],
  names: [given],
  otherPosts: [{ title: given, words: comparedWords(given) }],
});

const event = { text: () => undefined, open: () => undefined, close: () => undefined };
const idea = (given: string) => ({
  title: given,
  angle: given,
  outline: [given],
  keyword: given,
  reason: given,
});
const found200 = (given: string) => ({ id: '1', title: given, editedAt: given, text: given });
const saved = (given: string) => ({
  ...{ title: given, excerpt: given, authorId: given, slug: given, pictureId: null, text: given },
});
const page = (given: string) => ({
  ...{ title: given, metaTitle: '', metaDescription: '', slug: given, body: given },
  components: [{ id: '1', name: given, heading: given.slice(0, 100), bodyMarkdown: given }],
});
const review = (given: string) => ({
  scores: { accuracy: 8, usefulness: 8, structure: 8, language: 8, brand_fit: 8 },
  findings: [
    { severity: 'blocking', criterion: 'accuracy', quote: given, reason: given, hint: given } as const,
  ],
});
const answer = (content: string) => ({ content, refusal: null, finishReason: 'stop' });
const mailValues = (given: string): content.MailValues => ({
  ...{ text: () => 'blog', has: () => true, count: () => 1, segment: () => given, secret: () => given },
});
const mail = (given: string) => ({
  ...({
    locale: 'de',
    secret: given,
    unsubscribeUrl: `https://a.example/${given}`,
    baseUrl: `https://${given}`,
  } as const),
  facts: {
    orderId: given,
    orderKind: 'blog',
    title: given,
    store: given,
    store_pick: 1,
    'store_pick.1': given,
  },
});
const picture = (given: string) => ({ title: given, imagePrompt: given, imageStyle: given, hint: given });

const link = { anchorText: 'a b', targetUrl: 'https://a.example/' };
const places = (given: string) => ({ words: [given], ends: [given] });

const linkReview = (given: string) => ({
  scores: { fit: 9, truth: 9, language: 9, neutrality: 9, safety: 9 },
  findings: [
    { severity: 'blocking' as const, criterion: 'fit' as const, quote: given, reason: given, hint: given },
  ],
});
const liveText = (given: string) => ({
  ...{ link, language: 'en', paidLinks: [link] },
  approved: {
    ...{ contentMd: given, baseVersionId: 'a' },
    link: { proposal: { how: 'words' as const, quote: given } },
  },
});

const trendOf = (given: string) => ({ text: given, date: '2026-11-30', sourceUrl: null });

/** An order of each mode with the text at every place that takes one. */
export const ordersOf = (given: string): Array<NonNullable<DraftInput['order']>> => [
  { topic: given, mode: 'topic' },
  {
    topic: given,
    mode: 'keywords',
    keywords: [given.slice(0, 200), 'jackets'],
    searchIntent: 'informational',
  },
  {
    topic: given,
    mode: 'trends',
    trends: [trendOf(given), { ...trendOf(given), sourceUrl: 'https://a.example/' }],
  },
  { topic: given, mode: 'spin', sourceMd: given, similarityMax: 0.1 },
];
const requestsOf = (given: string) =>
  ordersOf(given).map(({ topic, ...input }) => ({
    topic,
    wordCount: 300,
    tone: given,
    language: 'en',
    input,
  }));

/** Functions that parse no Markdown, each with the text at every place that takes one. */
export const PLAIN: Readonly<Record<string, Call>> = {
  'blog/draft-match#matchDraft': (t) =>
    match.matchDraft([found200(t), found200(`${t}.`)], {
      title: t,
      otherTitles: [t],
      text: `${t}!`,
      sinceMs: 0,
    }),
  'blog/draft-match#isUntouched': (t) =>
    match.isUntouched({ createdAt: t, editedAt: t }, { sinceMs: 0, untilMs: 1 }),
  'blog/draft-match#draftDifferences': (t) => match.draftDifferences(saved(t), saved(`${t}.`)),
  'blog/failed-picture#failedPictureFinding': (t) => failedPictureFinding({ reason: t, prompt: t }),
  'blog/ideas/avoided#findAvoided': (t) =>
    avoided.findAvoided({ ideas: [idea(t)], avoidWords: ['cheap', t] }),
  'blog/ideas/avoided#describeAvoided': (t) => avoided.describeAvoided({ title: t, word: t }),
  'blog/ideas/duplicates#titleLikeness': (t) =>
    duplicates.titleLikeness({ a: t, b: `b ${t}`, keyword: t, language: 'en' }),
  'blog/ideas/duplicates#findDuplicates': (t) =>
    duplicates.findDuplicates({ ideas: [idea(t), idea(`b ${t}`)], oldTitles: [`c ${t}`], language: t }),
  'blog/ideas/duplicates#describeDuplicate': (t) =>
    duplicates.describeDuplicate({ title: t, with: t, where: 'set' }),
  'blog/ideas/title-words#titleWords': (t) => titles.titleWords(t, t),
  'blog/ideas/title-words#isSameTitleWord': (t) => titles.isSameTitleWord(t, `${t}s`),
  'blog/plan-time#isTimeZone': (t) => planTime.isTimeZone(t),
  'blog/plan-time#instantOf': (t) => planTime.instantOf({ time: t, timeZone: 'Europe/Berlin' }),
  'catalogue/article-file#contentProblem': (t) => contentProblem(t),
  'text/day#isDay': (t) => isDay(t),
  'catalogue/article-file#readArticleFile': (t) => [
    readArticleFile(t),
    readArticleFile(`---\n${t}\n---\n${t}`),
    readArticleFile(`---\ntitle: a\nauthor: b\ndate: 2026-01-01\n---\n${t}`),
  ],
  'catalogue/article-file#slugOfTitle': (t) => slugOfTitle(t),
  'catalogue/currencies#readAmount': (t) => readAmount(t, 'EUR'),
  'catalogue/hosts#canonicalHost': (t) => canonicalHost(t),
  'catalogue/hosts#articleUrl': (t) => articleUrl({ host: t, slug: t }),
  'catalogue/hosts#isOfHost': (t) => isOfHost(`https://${t}`, t),
  'linking/align#alignText': (t) => [
    alignText(t, t),
    alignText(t, `\\${t}`),
    alignText(`\n${t}`, `\n   ${t}`),
  ],
  'linking/anchor#checkAnchor': (t) => checkAnchor(t),
  'linking/anchor#checkTargetUrl': (t) => [checkTargetUrl(t), checkTargetUrl(`https://a.example/${t}`)],
  'linking/anchor#linkTo': (t) => linkTo(t, `https://a.example/${t}`),
  'linking/anchor#lineProblem': (t) => lineProblem(t),
  'linking/anchor#isLinkAllowed': (t) => [
    isLinkAllowed({ ...link, anchorText: t }),
    isLinkAllowed({ ...link, targetUrl: `https://a.example/${t}` }),
  ],
  'linking/anchor#writtenUrl': (t) => writtenUrl(t),
  'linking/rel#relOfPaidLinks': (t) =>
    rel.relOfPaidLinks([{ anchorText: t, targetUrl: t }])({ url: t, title: t, text: t }),
  'linking/rel#relOfLinks': (t) => [rel.relOfLinks(t), rel.relOfLinks(`<a href="${t}">${t}`)],
  'linking/rel#paidLinkStates': (t) =>
    rel.paidLinkStates(
      pieces(t).map((text) => ({ url: 'https://a.example/', text, rel: [text] })),
      pieces(t).map((anchorText) => ({ ...link, anchorText })),
    ),
  'linking/sentence#checkSentence': (t) => [
    checkSentence(t, 'a b'),
    checkSentence(t.slice(0, 400), 'a b'),
    checkSentence(`${t.slice(0, 300)} a b.`, 'a b'),
  ],
  'linking/sentence#escapeText': (t) => escapeText(t),
  'linking/sentence#sentenceMarkdown': (t) => sentenceMarkdown({ before: t, after: t }, link),
  'linking/sentence-end#endsSentence': (t) => sentenceEnd.endsSentence(t),
  'linking/sentence-end#separatorAfter': (t) => sentenceEnd.separatorAfter(t),
  'prompts/link#linkPrompt': (t) =>
    linkPrompt({
      ...{ title: t, language: t, audience: t, tone: t, markdown: t, places: places(t), link, notes: t },
      ...{ earlier: [t], findings: [t] },
    }),
  'prompts/article#articlePrompt': (t) =>
    articlePrompt({
      ...{
        site: t,
        siteNiche: t,
        audience: t,
        tone: t,
        language: t,
        topic: t,
        niche: t,
        keyword: t,
        words: 900,
      },
      ...{
        link,
        notes: t,
        internalPages: [{ title: t, url: t }],
        earlier: [{ title: t, opening: t }],
        findings: [t],
      },
    }),
  'prompts/labels#blockUnder': (t) => labels.blockUnder(t, t, t.length),
  'prompts/link-review#linkReviewPrompt': (t) =>
    linkReviewPrompt({
      ...{ title: t, language: t, sentence: t, paragraph: t, article: t, anchorText: t, targetUrl: t },
    }),
  'purchases/paragraph#paragraphAround': (t) => [
    paragraphAround(t, { start: 0, end: 1 }),
    paragraphAround(t, { start: t.length - 1, end: t.length }),
  ],
  'mail/content#ofProduct': (t) => content.ofProduct(mailValues(t), { article: t, backlink: t }),
  'text/language-tag#canonicalLanguage': (t) => canonicalLanguage(t),
  'events/position#parsePosition': (t) => parsePosition(t),
  'items/components#componentsOf': (t) => componentsOf({ pageType: 'product', wanted: [t, `${t}.`] }),
  'items/page-lines#readPageLines': (t) => readPageLines(t),
  'bulk/cron#cleanCron': (t) => cleanCron(t),
  'bulk/cron#readCron': (t) => readCron(t),
  'bulk/schedule-times#cronProblem': (t) => cronProblem(t),
  'bulk/schedule-times#canonicalTimeZone': (t) => canonicalTimeZone(t),
  'bulk/export#exportName': (t) => exportName({ position: 1, topic: t, title: t, slug: t }, 10),
  'bulk/item-lines#readItemLines': (t) => [readItemLines(t), readItemLines(`topic;trends\n${t}`)],
  'bulk/request#bulkRequestOf': (t) =>
    bulkRequestOf({ mode: 'topic', items: [{ topic: t, word_count: 800, tone: t, language: t }] }),
  'bulk/request#contentRequestOf': (t) =>
    contentRequestOf('spin', { topic: t, word_count: 800, tone: t, source_md: t, similarity_max: 0.6 }),
  'items/page#headedMarkdown': (t) => headedMarkdown({ title: t, body: t }),
  'items/page#pageMarkdown': (t) => pageMarkdown(page(t)),
  'mail/content#text': (t) => content.text(t),
  'mail/content#button': (t) => content.button(t, t),
  'mail/content#note': (t) => content.note(t),
  'mail/content#list': (t) => content.list(t, [t, t]),
  'mail/content#quoted': (t) => content.quoted('de', t, t),
  'mail/content#withTitle': (t) => content.withTitle('de', t, t, t),
  'mail/content#orderPath': (t) => content.orderPath(mailValues(t)),
  'mail/content#reviewPath': (t) => content.reviewPath(mailValues(t)),
  'mail/content#statusPath': (t) => content.statusPath(mailValues(t)),
  'mail/chat#renderChatAlert': (t) =>
    renderChatAlert({
      facts: { alert: 'account_closed', account: t, model: t, reason: t },
      baseUrl: `https://${t}`,
    }),
  'mail/render#valuesOf': (t) => valuesOf({ facts: { [t]: t }, secret: t }).text(t),
  'mail/templates/admin-alert#alertContent': (t) =>
    alertContent('en', { ...mailValues(t), text: (name) => (name === 'alert' ? 'account_closed' : t) }),
  'mail/render#mailSubject': (t) => mailSubject({ ...mail(t), kind: 'store_pick' }),
  'catalogue/excerpt#excerptOf': (t) => excerptOf(t),
  'mail/render#renderMail': (t) => [
    renderMail({ ...mail(t), kind: 'store_pick' }),
    renderMail({ ...mail(t), kind: 'store_digest' }),
    renderMail({ ...mail(t), kind: 'sign_in_link' }),
  ],
  'prompts/component#componentPrompt': (t) =>
    component.componentPrompt({
      ...{ pageType: 'product', keywords: [t], language: t, voice: voiceOf(t), page: { title: t } },
      component: componentsOf({ pageType: 'product', wanted: [t.slice(0, 50)] })[0]!,
      ...{ before: [{ name: t, bodyMarkdown: t }], hint: t, findings: [t] },
    }),
  'prompts/ideas#ideasPrompt': (t) =>
    ideasPrompt({
      ...{ store: t, subject: t, facts: [t], language: t, voice: voiceOf(t), avoidTitles: [t], hint: t },
      findings: [t],
    }),
  'prompts/labels#lineUnder': (t) => labels.lineUnder(t, t),
  'prompts/labels#listUnder': (t) => labels.listUnder(t, [t, t]),
  'prompts/neutral-words#neutralWords': (t) => neutralWords(t, { store: t.slice(0, 3), language: 'en' }),
  'prompts/picture#picturePrompt': (t) => [
    picturePrompt(picture(t)),
    picturePrompt({ ...picture(t), flagged: { times: 2, subject: t, store: t, language: t } }),
  ],
  'prompts/post#postPrompt': (t) =>
    postPrompt({
      ...{ store: t, subject: t, facts: [t], language: t, title: t, angle: t, outline: [t], keyword: t },
      ...{ words: 900, voice: voiceOf(t), hint: t, draft: t, findings: [t] },
    }),
  'prompts/post#slugOf': (t) => slugOf({ slug: t, title: t }, t),
  'prompts/review#reviewPrompt': (t) =>
    reviewPrompt({ subject: t, title: t, keyword: t, language: t, voice: voiceOf(t), markdown: t }),
  'prompts/voice#voiceLines': (t) => voiceLines(voiceOf(t)),
  'providers/completion#readAnswer': (t) => [
    completion.readAnswer(answer(t), postShape),
    completion.readAnswer(answer(JSON.stringify({ bodyMarkdown: t, title: t })), postShape),
  ],
  'providers/completion#readMessage': (t) => completion.readMessage({ content: [{ type: 'text', text: t }] }),
  'providers/completion#estimatedTokens': (t) => completion.estimatedTokens(t),
  'providers/completion#chargedTokens': (t) =>
    completion.chargedTokens({ prompt: t, maxCompletionTokens: 1 }),
  'providers/delay#parseResetDelay': (t) => delay.parseResetDelay(t, 0),
  'providers/delay#providerDelay': (t) => [
    delay.providerDelay({ headers: { 'retry-after': t, 'retry-after-ms': t }, bodyMessage: t, nowMs: 0 }),
    delay.providerDelay({ headers: { 'x-ratelimit-remaining-tokens': t }, bodyMessage: t, nowMs: 0 }),
  ],
  'providers/delay#parseOpenAiLimit': (t) => delay.parseOpenAiLimit(t),
  'providers/delay#parseContextExcess': (t) => delay.parseContextExcess(t),
  'providers/model-json#readModelJson': (t) => [
    modelJson.readModelJson(t),
    modelJson.readModelJson(`\`\`\`json\n${t}`),
  ],
  'providers/model-json#expectShape': (t) => modelJson.expectShape(z.array(z.number()), pieces(t)),
  'providers/picture-bytes#sniffPicture': (t) => sniffPicture(Buffer.from(`\u00ff${t}`, 'latin1')),
  'providers/picture-bytes#pictureSeed': (t) => pictureSeed({ orderId: t, round: 1 }),
  'providers/picture-flags#saysFlagged': (t) => flags.saysFlagged(`${t} E005`, t),
  'providers/picture-flags#textsIn': (t) => flags.textsIn([t, { a: pieces(t) }]),
  'quality/facts/addresses#countsOf': (t) => addresses.countsOf(pieces(t)),
  'quality/facts/addresses#publicAddresses': (t) =>
    addresses.publicAddresses({ links: pieces(t), pictures: [t] }),
  'quality/facts/contacts#contactsIn': (t) => contacts.contactsIn(t),
  'quality/facts/contacts#withoutContacts': (t) => contacts.withoutContacts(t),
  'quality/facts/dates#datesIn': (t) => dates.datesIn(t),
  'quality/facts/dates#withoutDates': (t) => dates.withoutDates(t, dates.datesIn(t)),
  'quality/facts/dates#formsOfDay': (t) => dates.formsOfDay(t),
  'quality/facts/names#nameWords': (t) => names.nameWords([t]),
  'quality/facts/names#holdsName': (t) =>
    names.holdsName({ text: t, words: pieces(t), isSure: true }, new Set([t])),
  'quality/facts/names#namesIn': (t) =>
    ['en', 'de'].map((language) =>
      names.namesIn([{ kind: 'paragraph', text: t }], { language, reader: text.textReader(language) }),
    ),
  'quality/facts/numbers#numbersIn': (t) => numbers.numbersIn(t, 'en'),
  'quality/facts/numbers#wordsForNumber': (t) => numbers.wordsForNumber(t, 'en'),
  'quality/keyword#countMentions': (t) => countMentions(pieces(t), ['jackets']),
  'quality/keyword#isStuffed': (t) => isStuffed(9, pieces(t), pieces(t)),
  'quality/language#languageCode': (t) => languageCode(t),
  'quality/language#languageOf': (t) => languageOf(pieces(t)),
  'quality/links#addressKey': (t) => [addressKey(t), addressKey(`https://a.example/${t}`)],
  'quality/trends#trendName': (t) => trendName(trendOf(t), 'en'),
  'prompts/content#contentPrompt': (t) =>
    requestsOf(t).map((request) => contentPrompt({ ...request, findings: [t] })),
  'quality/check-draft#verdictOf': () => verdictOf([]),
  'quality/draft#quoteOf': (t) => quoteOf(t),
  'quality/language#stopWordsOf': (t) => stopWordsOf(t),
  'quality/phrases#excerpt': (t) => phrases.excerpt(t, t.length / 2, t.length / 2 + 1),
  'quality/phrases#findPhrases': (t) =>
    phrases.findPhrases([t], [{ id: 'claims.cure', pattern: /a|7/gu, counts: () => false }]),
  'quality/rules#found': (t) => found('claims.cure', { quote: t }),
  'quality/similarity#comparedWords': (t) => comparedWords(t),
  'quality/similarity#visibleWords': visibleWords,
  'quality/sketch#sketchContainment': (t) => sketchContainment({ own: numbersOf(t), other: numbersOf(t) }),
  'quality/sketch#closestSketches': (t) =>
    closestSketches({ own: numbersOf(t), others: [{ sketch: numbersOf(t) }], most: 1 }),
  'quality/similarity#textOverlap': (t) => textOverlap({ text: t, other: t }),
  'quality/voice#wordsToAvoid': (t) => wordsToAvoid({ useWords: [], avoidWords: ['cheap', t] }, [t]),
  'spending/caps#spreadOf': (t) => spreadOf(t),
  'spending/money#minorUnits': (t) => minorUnits(1, t),
  'spending/prices#maxPriceOfCompletion': (t) =>
    maxPriceOfCompletion(LIST_PRICES, { model: t, prompt: t, maxCompletionTokens: 1 }),
  'spending/prices#readPrices': (t) => readPrices(LIST_PRICES, t),
  'tenants/mail-address#canonicalMailAddress': (t) => [
    canonicalMailAddress(t),
    canonicalMailAddress(`a@${t}`),
  ],
  'tenants/device#deviceOf': (t) => deviceOf(t),
  'tenants/mail-address#checkMailAddress': (t) => [checkMailAddress(t), checkMailAddress(`a@${t}`)],
  'tenants/mail-address#foldedAddress': (t) => foldedAddress(t),
  'tenants/mail-address#isMailAddress': (t) => [isMailAddress(t), isMailAddress(`a@${t}`)],
  'text/compare#uniform': (t) => compare.uniform(t),
  'text/compare#comparable': (t) => compare.comparable(t),
  'text/compare#comparableWord': (t) => compare.comparableWord(t),
  'text/compare#isSameText': (t) => compare.isSameText(t, `${t}.`),
  'text/compare#distinctTexts': (t) => compare.distinctTexts(pieces(t)),
  'text/webhook-address#addressProblem': (t) => [
    addressProblem(t, { allowPrivate: false }),
    addressProblem(`https://a.example/${t}`, { allowPrivate: false }),
  ],
  'text/webhook-address#canonicalAddress': (t) => canonicalAddress(`https://a.example/${t}`),
  'text/csv-table#csvOf': (t) => csvOf([[t]]),
  'text/csv-cell#safeCell': (t) => safeCell(t),
  'text/csv-cell#plainCell': (t) => plainCell(safeCell(t)),
  'text/csv-rows#plainTable': (t) => plainTable(t),
  'text/csv-rows#csvRows': (t) => csvRows(t, { delimiter: ';', most: 100_000 }),
  'text/csv-rows#lineOfCell': (t) => lineOfCell(t),
  'text/nesting#isTooNested': (t) => isTooNested(t, { levels: 1e9 }),
  'quality/length#farTooLong': (t) => farTooLong({ markdown: t, targetWords: 100 }),
  'text/html/read#readHtml': (t) => readHtml(t, { decode: true }, event),
  'text/html/tags#isTag': (t) => tags.isTag(`<b ${t}>`),
  'text/html/tags#isInline': (t) => tags.isInline(t),
  'text/html/tags#isHidden': (t) => tags.isHidden(t),
  'text/html/tags#htmlTagsIn': (t) => tags.htmlTagsIn(t),
  'text/html/to-markdown#htmlToMarkdown': (t) => htmlToMarkdown(t),
  'text/html/to-text#htmlStart': (t) => htmlStart(t, t.length - 2),
  'text/html/to-text#htmlToText': (t) => htmlToText(t),
  'text/look-alike#isLookAlike': (t) => [isLookAlike(t), isLookAlike(`xn--${t}é`)],
  'text/markdown/costs#costsOf': (t) => costsOf(t),
  'text/markdown/hostile#tamed': (t) => tamed(t),
  'text/markdown/hostile#isTooComplex': (t) => isTooComplex(t),
  'text/markdown/given#asCode': (t) => asCode(t),
  'text/markdown/links#safeLinkUrl': (t) => [
    safeLinkUrl(`https://a.example/${t}`),
    safeLinkUrl(`mailto:${t}`),
  ],
  'text/markdown/links#safeImageUrl': (t) => safeImageUrl(`https://${t}`),
  'text/markdown/parse#frontMatterLength': (t) => [
    parse.frontMatterLength(t),
    parse.frontMatterLength(`---\na: b\n${t.replaceAll('\n', '\n#')}`),
  ],
  'text/markdown/plain-text#isHtmlBreak': (t) => plain.isHtmlBreak(`<br${t}`),
  'text/markdown/plain-text#unwrap': (t) => plain.unwrap(t),
  'text/markdown/ricos-inline#textNode': (t) => textNode(t, []),
  'text/phrase#phraseTest': (t) => phrase.phraseTest(t)?.(t),
  'text/phrase#holdsPhrase': (t) => [phrase.holdsPhrase(t, 'a b'), phrase.holdsPhrase(t, `${t}b`)],
  'text/phrase#placesOfPhrase': (t) => phrase.placesOfPhrase(t, t.slice(0, 1)),
  'text/phrase#placeOfPhrase': (t) => phrase.placeOfPhrase(t, 'no such'),
  'text/public-address#isIpAddress': (t) => address.isIpAddress(t),
  'text/public-address#isPublicAddress': (t) => address.isPublicAddress(t),
  'text/public-address#hostOf': (t) => address.hostOf({ hostname: t }),
  'text/public-address#isPublicHost': (t) => address.isPublicHost(t),
  'text/storable#isStorable': (t) => storable.isStorable(t),
  'text/storable#storableText': (t) => storable.storableText(`\0${t}`),
  'text/storable#storable': (t) => storable.storable([t, { [t]: t }, pieces(t)]),
  'text/storable#findUnstorable': (t) => storable.findUnstorable([t, { [t]: t }, pieces(t)]),
  'text/text#cutAtGrapheme': (t) => [text.cutAtGrapheme(t, 200), text.cutAtGrapheme(t, t.length - 1)],
  'text/text#textReader': (t) => [text.textReader('en').words(t), text.textReader('en').sentences(t)],
  'text/text#slugify': (t) => text.slugify(t, 80, t),
  'text/text#graphemesOf': (t) => [...text.graphemesOf(t)],
  'text/text#countGraphemes': (t) => text.countGraphemes(t),
  'text/text#withoutEnd': (t) => text.withoutEnd(t, /[ .]/),
  'text/text#normaliseWhitespace': (t) => text.normaliseWhitespace(t),
  'text/text#hasControlOrBidi': (t) => text.hasControlOrBidi(t),
  'text/text#utf8Bytes': (t) => text.utf8Bytes(t),
  'text/parse-url#parseUrl': (t) => [parseUrl(t), parseUrl(`https://shop.example/${t}`)],
  'text/web-address#readWebAddress': (t) => [readWebAddress(t), readWebAddress(`https://${t}`)],
};

/** A sketch of as many hashes as a text has letters; real ones have at most 512. */
function numbersOf(text: string): number[] {
  return [...text].map((_, at) => at);
}

/** Functions that take a parsed draft, whose parsing is not counted. */
export const ON_DRAFTS: Readonly<Record<string, (draft: Draft) => unknown>> = {
  ...Object.fromEntries(
    Object.entries(DRAFT_CHECKS).map(([name, check]) => [
      `quality/${name}#check${name[0]!.toUpperCase()}${name.slice(1)}`,
      check,
    ]),
  ),
  'linking/paragraphs#flatParagraphs': ({ root, input }) => flatParagraphs(root, input.markdown),
  'linking/outline#outlineOf': ({ root }) => outlineOf(root),
  'linking/outline#textBelow': ({ root }) => textBelow(root),
  'quality/cut-off#cutOff': cutOff,
  'quality/draft#draftWords': (draft) => draftWords(draft, draft.input.markdown),
  'quality/draft#withKeyword': (draft) => withKeyword(draft, draft.input.markdown),
  'quality/facts/addresses#addressesIn': ({ root }) => addresses.addressesIn(root),
  'quality/facts/addresses#blocksIn': ({ root }) => addresses.blocksIn(root),
  'quality/keywords#usesKeyword': (draft) => keywords.usesKeyword(draft, 'rain jackets'),
  'quality/keywords#usedKeywords': (draft) => keywords.usedKeywords(draft, ['rain jackets', 'a']),
  'quality/keywords#titleDraft': keywords.titleDraft,
  'quality/keywords#openingDraft': keywords.openingDraft,
  'quality/trends#citedTrends': (draft) =>
    citedTrends({ ...draft, input: { ...draft.input, order: ordersOf(draft.input.markdown)[2]! } }),
  'quality/keyword#isMentioned': isMentioned,
  'quality/near-repetition#restatedParagraphs': (draft) => restatedParagraphs(draft, () => false),
  'quality/phrases#searchedTexts': phrases.searchedTexts,
  'text/markdown/parse#walk': ({ root }) => parse.walk(root, () => undefined),
  'text/markdown/parse#definitionsOf': ({ root }) => parse.definitionsOf(root),
  'text/markdown/plain-text#plainTextOf': ({ root }) => plain.plainTextOf(root),
  'text/markdown/plain-text#inlineText': ({ root }) =>
    root.children.map((node) => (node.type === 'paragraph' ? plain.inlineText(node.children) : '')),
  'text/markdown/ricos-inline#inlineNodes': ({ root }) =>
    root.children.map((node) =>
      node.type === 'paragraph'
        ? inlineNodes(node.children, [], { nextId: () => '', definitions: new Map(), relOf: () => undefined })
        : '',
    ),
  'text/markdown/shallow#keepShallow': ({ root }) => keepShallow(structuredClone(root)),
  'text/markdown/written#keepWritten': ({ root, input }) =>
    keepWritten(structuredClone(root), input.markdown),
};

/** Functions that parse Markdown and consist of others. */
export const COMPOSED: Readonly<Record<string, Call>> = {
  'linking/insert#insertLink': (t) => [
    insertLink({ markdown: t, link, proposal: { how: 'words', quote: '' } }),
    insertLink({ markdown: `${t}\n\nA b.`, link, proposal: { how: 'words', quote: t } }),
    insertLink({
      markdown: `${t}\n\nEnd.`,
      link,
      proposal: { how: 'sentence', quote: 'End.', sentence: 'An a b.' },
    }),
  ],
  'linking/kept#proveNoLinkLost': (t) => proveNoLinkLost(t, `${t}.`, [link]),
  'linking/offered#offeredPlaces': (t) => offeredPlaces(t, 'a'),
  'linking/places#findPlaces': (t) => findPlaces(t, 'a'),
  'linking/prove#proveOnlyLink': (t) => [
    proveOnlyLink(`${t}\n\na b`, `${t}\n\n[a b](<https://a.example/>)`, link),
    proveOnlyLink(t, `${t} An [a b](<https://a.example/>) c.`, link),
  ],
  'text/markdown/parse#parseStandard': (t) => parse.parseStandard(t),
  'text/markdown/to-html#toHtml': (t) => toHtml(t),
  'linking/places#placesForAnchor': (t) => [placesForAnchor(t, 'a b'), placesForAnchor(t, t.slice(0, 20))],
  'linking/summary#summaryOfPlaces': (t) => summaryOfPlaces(t, 'a'),
  'items/page#assemblePage': (t) => assemblePage(page(t)),
  'quality/approval#judge': (t) => judge({ review: review(t), draft: { title: t, markdown: t } }),
  'quality/approval#judgeBy': (t) =>
    judgeBy({ fit: 'Does it fit?' }, { review: linkReview(t), draft: { title: t, markdown: t } }),
  'quality/link-approval#judgeLink': (t) => judgeLink({ review: linkReview(t), text: t }),
  'purchases/own-links#checkOwnLinks': (t) =>
    checkOwnLinks({ markdown: t, targetUrl: link.targetUrl, offered: [t] }),
  'purchases/going-live#goLive': (t) => [
    goLive({ ...liveText(t), published: { versionId: 'a', contentMd: `${t}.` } }),
    goLive({ ...liveText(t), published: { versionId: 'b', contentMd: `${t}\n\nA b.` } }),
  ],
  'quality/sketch#sketchOf': sketchOf,
  'quality/check-component#checkComponent': (t) =>
    checkComponent({
      ...{ markdown: t, heading: t, around: [t], language: 'en', voice: voiceOf(t), keywords: ['jackets'] },
      ...{ targetWords: 0, isFirst: true, before: [] },
    }),
  'quality/check-draft#checkDraft': (t) => checkDraft(draftInput(t)),
  'quality/facts#factsIn': (t) => factsIn(t, 'en'),
  'quality/similarity#sourceSimilarity': (t) => sourceSimilarity({ text: t, source: t }),
  'quality/measure-mode#measureMode': (t) =>
    ordersOf(t).map((order) => measureMode({ ...draftInput(t), order })),
  'content/markdown#contentMarkdown': (t) => contentMarkdown({ title: t, bodyMarkdown: t }),
  'content/check#checkContent': (t) =>
    requestsOf(t).map((request) =>
      checkContent({ request, text: { title: t, metaDescription: t, bodyMarkdown: t } }),
    ),
  'quality/draft#readParagraphs': (t) => readParagraphs({ markdown: t, language: 'en' }),
  'text/markdown/ricos#ricosBytes': (t) => ricosBytes(toRicos(t, { idOf: String })),
  'text/markdown/given#givenMarkdown': (t) => givenMarkdown(t),
  'text/markdown/shown#parseBoth': (t) => parseBoth(t),
  'text/markdown/shown#parseShown': (t) => parseShown(t),
  'text/markdown/shown#toPlainText': (t) => toPlainText(t),
  'text/markdown/to-ricos#toRicos': (t) => toRicos(t, { idOf: String }),
  'text/markdown/without-html#withoutHtml': (t) => withoutHtml(t),
};

const OWN_WORDS = 'takes statuses, steps and lanes of our own, which are words of a few letters';
const FIGURES = 'takes figures and times, and words of our own';
const SCHEMA = 'takes a schema of our own';
const MESSAGES = 'takes errors of the driver and of the system, whose messages are short';
const NODE = 'looks at one node, whatever its text';

/** Functions that are not timed, by the beginning of their names, with the reason. */
export const NOT_TIMED: Readonly<Record<string, string>> = {
  'blog/lifecycle#': OWN_WORDS,
  'blog/release#': OWN_WORDS,
  'bulk/cron#shortestPause': FIGURES,
  'bulk/schedule-run#': FIGURES,
  'cut-connection#': MESSAGES,
  'blog/plan-time#localTime': 'takes a time zone that isTimeZone has let in',
  'mail/digest-time#nextDigest': 'takes a time zone that isTimeZone has let in',
  'events/position#comparePositions': FIGURES,
  'events/position#isSameEra': FIGURES,
  'events/position#formatPosition': FIGURES,
  'bulk/eta#': FIGURES,
  'items/eta#': FIGURES,
  'linking/refusals#': OWN_WORDS,
  'orders/': OWN_WORDS,
  'purchases/integration#': OWN_WORDS,
  'purchases/jobs#': FIGURES,
  'purchases/outcome#': OWN_WORDS,
  'prompts/component#componentSchema': SCHEMA,
  'prompts/json-schema#': SCHEMA,
  'prompts/link#linkProposal': 'hands over what it was given',
  'text/markdown/to-html#relText': OWN_WORDS,
  'providers/account-feedback#': FIGURES,
  'providers/budget#': FIGURES,
  'providers/completion#readUsage': FIGURES,
  'providers/first-work#': FIGURES,
  'providers/ledger#': FIGURES,
  'providers/mean-tokens#': FIGURES,
  'providers/outdated#': FIGURES,
  'providers/pace#': FIGURES,
  'providers/patience#': FIGURES,
  'catalogue/currencies#writeAmount': FIGURES,
  'spending/caps#cappedBy': FIGURES,
  'spending/caps#cappedDelay': FIGURES,
  'spending/charge#': FIGURES,
  'spending/prices#priceOf': 'looks a name up in a table',
  'quality/explanations#': OWN_WORDS,
  'tenants/permissions#': OWN_WORDS,
  'text/markdown/hostile#readsAddresses': OWN_WORDS,
  'text/markdown/hostile#without': OWN_WORDS,
  'text/markdown/links#targetOf': NODE,
  'text/markdown/plain-text#taskMark': NODE,
};
