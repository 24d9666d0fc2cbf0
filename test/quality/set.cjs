// The labelled texts that quality control is measured on, in two halves: `tuning` may be read while the rules are
// changed, `held-out` is only ever measured. Plain JavaScript, because tests and the benchmark both load it; the checks
// come in as arguments.
const { createHash } = require('node:crypto');
const { readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { FAULTS } = require('./faults.cjs');

const HALVES = ['tuning', 'held-out'];

/** The beginnings of the ids by which each kind of flaw must be found; empty for what no rule can see. */
const RULES_OF_FLAW = {
  short: ['length.short'],
  long: ['length.long'],
  cut_off: ['structure.cut-off'],
  no_headings: ['structure.sections'],
  empty_section: ['structure.empty-section'],
  keyword_stuffing: ['keyword.stuffed'],
  keyword_missing: ['keyword.missing'],
  off_topic: [],
  ai_leftover: ['leftovers.ai-voice', 'leftovers.chat', 'leftovers.refusal'],
  prompt_leak: ['leftovers.prompt'],
  placeholder: ['leftovers.placeholder', 'leftovers.filler', 'leftovers.note'],
  markup: ['markup.'],
  banned_claim: ['claims.'],
  wrong_language: ['language.'],
  repetition: ['repetition.'],
  copied: ['similarity.copied'],
  broken_link: ['links.'],
  invented_link: ['links.invented'],
  wall_of_text: ['readability.wall'],
  avoided_word: ['voice.avoided'],
};

const folderOf = (half) => path.join(__dirname, half);
const readText = (half, file) => readFileSync(path.join(folderOf(half), 'texts', `${file}.md`), 'utf8');

const labelsOf = (half) => JSON.parse(readFileSync(path.join(folderOf(half), 'labels.json'), 'utf8'));

/** The texts of a half, each with its Markdown. */
function readHalf(half) {
  return labelsOf(half).map((label) => {
    if (!label.fault) return { ...label, markdown: readText(half, label.file) };
    const { name, of, ...settings } = label.fault;
    const donor = of ? readText(half, of) : '';
    return { ...label, markdown: FAULTS[name]({ markdown: readText(half, label.from), donor, ...settings }) };
  });
}

/** The files of texts in a half, without their endings. */
function filesOf(half) {
  return readdirSync(path.join(folderOf(half), 'texts'))
    .sort()
    .map((file) => file.replace(/\.md$/, ''));
}

/** SHA-256 of a half: its labels and texts. */
function digestOf(half) {
  const hash = createHash('sha256').update(JSON.stringify(labelsOf(half)));
  for (const file of filesOf(half)) hash.update(`\0${file}\0${readText(half, file)}`);
  return hash.digest('hex');
}

/** The texts that the site of a text has already: the good ones in its language. A variant is compared with its source only if it is a copy. */
function othersOf(text, half) {
  const isCopy = text.flaws.includes('copied');
  return half.filter(
    (other) =>
      other.flaws.length === 0 &&
      other.kind !== 'page' &&
      other.language === text.language &&
      other.file !== text.file &&
      (isCopy || other.file !== text.from),
  );
}

/** What the checks say of a text of a half. */
function judge(text, half, { checkDraft, checkComponent, comparedWords }) {
  const { markdown, title, keyword, language, targetWords, links, avoidWords = [] } = text;
  const voice = { useWords: [], avoidWords };
  if (text.kind === 'page')
    return checkComponent({
      markdown,
      heading: title,
      around: [],
      language,
      voice,
      keywords: [keyword],
      targetWords,
      isFirst: true,
      before: [],
    });
  return checkDraft({
    markdown,
    title,
    keyword,
    targetWords,
    language,
    voice,
    allowedLinks: links,
    otherPosts: othersOf(text, half).map((other) => ({
      title: other.title,
      words: comparedWords(other.markdown),
    })),
  });
}

const checkOf = (rule) => rule.split('.')[0];

/** The check that must find a flaw. */
const checkFor = (flaw) => (RULES_OF_FLAW[flaw].length === 0 ? 'no rule' : checkOf(RULES_OF_FLAW[flaw][0]));

/**
 * Judges all texts of a half. A flaw is missed if no blocking finding of the check meant for it names it; a good text
 * with any blocking finding is a false alarm.
 */
function measure(half, checks) {
  const texts = readHalf(half);
  const judged = texts.map((text) => {
    const { findings } = judge(text, texts, checks);
    const blocking = findings.filter(({ severity }) => severity === 'blocking').map(({ id }) => id);
    const missed = text.flaws.filter(
      (flaw) => !blocking.some((id) => RULES_OF_FLAW[flaw].some((rule) => id.startsWith(rule))),
    );
    return { text, blocking, missed };
  });
  const good = judged.filter(({ text }) => text.flaws.length === 0);
  const flawed = judged.filter(({ text }) => text.flaws.length > 0);
  const byCheck = {};
  const entry = (check) => (byCheck[check] ??= { flawed: 0, missed: 0, falseAlarms: 0, onOthersFlawed: 0 });
  for (const { text, blocking, missed } of judged) {
    const expected = new Set(text.flaws.map(checkFor));
    const missing = new Set(missed.map(checkFor));
    for (const check of expected) entry(check).flawed += 1;
    for (const check of missing) entry(check).missed += 1;
    for (const check of new Set(blocking.map(checkOf))) {
      if (text.flaws.length === 0) entry(check).falseAlarms += 1;
      else if (!expected.has(check)) entry(check).onOthersFlawed += 1;
    }
  }
  return {
    good: good.length,
    flawed: flawed.length,
    misses: flawed.filter(({ missed }) => missed.length > 0).length,
    passed: flawed.filter(({ blocking }) => blocking.length === 0).length,
    falseAlarms: good.filter(({ blocking }) => blocking.length > 0).length,
    byCheck: Object.fromEntries(Object.entries(byCheck).sort(([a], [b]) => (a < b ? -1 : 1))),
    judged,
  };
}

/** Judges single lines, written when the rules were finished: by leftovers and claims alone. */
function measureLines({ checkDraft }) {
  const lines = JSON.parse(readFileSync(path.join(__dirname, 'probe', 'lines.json'), 'utf8'));
  const isFound = ({ text, language }) =>
    checkDraft({ markdown: text, title: '', keyword: '', targetWords: 0, language }).findings.some(
      ({ id, severity }) => severity === 'blocking' && /^(?:leftovers|claims)\./.test(id),
    );
  const flawed = lines.filter(({ flaws }) => flaws.length > 0);
  const good = lines.filter(({ flaws }) => flaws.length === 0);
  return {
    flawed: flawed.length,
    missed: flawed.filter((line) => !isFound(line)).length,
    good: good.length,
    rejected: good.filter(isFound).length,
  };
}

module.exports = { HALVES, RULES_OF_FLAW, readHalf, filesOf, digestOf, measure, measureLines };
