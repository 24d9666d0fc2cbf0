import type { DraftRule } from './findings';

/** Rules for texts that are ordered by keywords, from trends or as rewrites; `similarity.source` and the links of a text are among them. */
export const MODE_RULES = {
  'similarity.source': {
    severity: 'blocking',
    threshold: 'more of its 5-word runs also appear in the source than were ordered',
    reason: 'A rewrite has more in common with its source than was ordered.',
    hint: 'Rewrite more of it: other sentences, another order, other examples.',
  },
  'links.picture-invented': {
    severity: 'blocking',
    threshold: 'a picture that is not among those given, in a text of a bulk job or one ordered like it',
    reason: 'The text shows a picture that was not given with the order.',
    hint: 'Remove the picture.',
  },
  'keywords.missing': {
    severity: 'blocking',
    threshold:
      'a keyword after the first that is not mentioned, not even with different endings or in another order',
    reason: 'A keyword that was ordered is not used.',
    hint: 'Use every keyword at least once where it fits naturally.',
  },
  'keywords.first': {
    severity: 'blocking',
    threshold: 'the first keyword neither in the title nor in the first paragraph',
    reason: 'Neither the title nor the first paragraph names the most important keyword.',
    hint: 'Use the first keyword in the title or in the first paragraph.',
  },
  'keywords.stuffed': {
    severity: 'blocking',
    threshold: 'as for one keyword, not counting mentions within longer keywords',
    reason: 'A further keyword is repeated so often that the text is worthless to readers.',
    hint: 'In most places, replace the keyword with "it" or a synonym, or drop it.',
  },
  'intent.question': {
    severity: 'blocking',
    threshold: 'intent "informational": no heading that is a question',
    reason: 'Readers want an answer, but no heading asks a question.',
    hint: 'Make at least one heading the question that readers have, with a question mark, and answer it right below.',
  },
  'intent.name': {
    severity: 'blocking',
    threshold: 'intent "navigational": the first keyword not in the title and in the first paragraph',
    reason: 'Readers look for one thing, but title and first paragraph do not both name it.',
    hint: 'Name the first keyword both in the title and in the first paragraph.',
  },
  'intent.comparison': {
    severity: 'blocking',
    threshold: 'intent "commercial": no table with two columns and two rows below its head',
    reason: 'Readers compare before they buy, but the text has no table that compares.',
    hint: 'Add a Markdown table with at least two columns and two rows that compares the choices.',
  },
  'intent.steps': {
    severity: 'blocking',
    threshold: 'intent "transactional": no numbered list of three steps',
    reason: 'Readers want to act, but the text has no numbered steps.',
    hint: 'Add a numbered list of at least three steps that lead to what readers want to do.',
  },
  'trends.uncited': {
    severity: 'blocking',
    threshold:
      'none of the trends is cited: by a link to its address, or by its name and date where it has none',
    reason: 'The text cites none of the trends that it was ordered from.',
    hint: 'Cite at least one of the trends: by a link to its address, or by its name and date where it has none.',
  },
  'trends.address': {
    severity: 'blocking',
    threshold: 'a link that is not letter by letter the address of a trend',
    reason: 'A link is not exactly the address of a trend.',
    hint: 'Copy the address of the trend letter by letter.',
  },
  'trends.date': {
    severity: 'blocking',
    threshold: 'a date that no trend has; beside a trend that is cited, one that it does not have',
    reason: 'The text states a date that its trends do not have.',
    hint: 'State only the dates that stand with the trends, each with its own trend.',
  },
  'trends.year': {
    severity: 'minor',
    threshold: 'a year that stands nowhere in what was ordered',
    reason: 'The text states a year that its trends do not have.',
    hint: 'Leave out years that were not given.',
  },
  'facts.number': {
    severity: 'blocking',
    threshold: 'a figure of the source that is missing, however it may be written',
    reason: 'A figure of the source is missing from its rewrite.',
    hint: 'Keep every figure of the source.',
  },
  'facts.number-added': {
    severity: 'blocking',
    threshold: 'a figure above 10, or with decimals, that the source does not have',
    reason: 'A rewrite states a figure that its source does not have.',
    hint: 'State only figures that stand in the source.',
  },
  'facts.date': {
    severity: 'blocking',
    threshold: 'a date of the source that is missing, or one that it does not have',
    reason: 'A rewrite does not have the dates of its source.',
    hint: 'Keep every date of the source, and add none.',
  },
  'facts.name': {
    severity: 'blocking',
    threshold: 'a name of the source that is missing, where it is surely a name',
    reason: 'A name in the source is missing from its rewrite.',
    hint: 'Keep every name of the source, spelt as it is.',
  },
  'facts.name-unsure': {
    severity: 'minor',
    threshold:
      'German: two nouns in a row that are missing, as they may be a name; any name where the source is in another language',
    reason: 'What may be a name in the source is missing from its rewrite.',
    hint: 'Keep it if it is a name.',
  },
  'facts.link': {
    severity: 'blocking',
    threshold: 'an address that the source links to more often than its rewrite',
    reason: 'A link of the source is missing from its rewrite.',
    hint: 'Keep every link of the source, with its address letter by letter.',
  },
  'facts.link-repeated': {
    severity: 'blocking',
    threshold: 'an address that the rewrite links to more often than its source',
    reason: 'A rewrite links more often to an address than its source.',
    hint: 'Link to each address as often as the source does.',
  },
  'contact.mail': {
    severity: 'blocking',
    threshold: 'a mailbox, unless it stands in the source of a rewrite',
    reason: 'The text has a mail address, which it must not invent or pass on.',
    hint: 'Remove the mail address.',
  },
  'contact.phone': {
    severity: 'blocking',
    threshold: 'a telephone number, unless it stands in the source of a rewrite',
    reason: 'The text has a telephone number, which it must not invent or pass on.',
    hint: 'Remove the telephone number.',
  },
  'contact.address': {
    severity: 'blocking',
    threshold:
      'the name of a website in the text, unless it stands in the topic, a keyword, the source or the address of a trend',
    reason: 'The text names a website that was not given with the order.',
    hint: 'Remove the name of the website.',
  },
} as const satisfies Record<string, DraftRule>;
