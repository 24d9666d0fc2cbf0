import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { PICTURE_MODES, PUBLISH_MODES } from '../../contract/blog';
import { CONTENT_MODES, SEARCH_INTENTS } from '../../contract/bulk';
import { PAGE_TYPES } from '../../contract/items';
import { RESOLUTIONS } from '../../contract/messages';
import type { OrderKind } from '../../contract/orders';
import { does, wholeNumber } from '../context';
import type { Context } from '../context';
import { act } from '../find';
import { readInput, readJson } from '../files';
import { usage } from '../io';
import type { CliIo } from '../io';
import { KINDS } from '../kinds';
import type { Action } from '../kinds';
import { say, sayJson, statusWords } from '../output';

const priority = (): Option =>
  new Option('--priority <number>', '1 to 10; the higher goes first').argParser(wholeNumber(1, 10));

const keywordsOf = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

/** Shows what was accepted. */
export function accepted({ io, json }: Context, word: string, answer: { id: string }): void {
  if (json) sayJson(io, answer);
  else say(io, `Accepted ${word} ${answer.id}. Follow it: galley watch ${answer.id}`);
}

interface PostOptions {
  product?: string;
  category?: string;
  basedOn?: string;
  instance?: string;
  publishMode?: (typeof PUBLISH_MODES)[number];
  picture?: (typeof PICTURE_MODES)[number];
  publishAt?: string;
  timeZone?: string;
  priority?: number;
}

async function placePost(context: Context, [keyword]: string[], options: PostOptions): Promise<void> {
  const { product, category, basedOn, instance, ...rest } = options;
  const sources = [
    ...(keyword === undefined ? [] : [['keyword', keyword] as const]),
    ...(product === undefined ? [] : [['product', product] as const]),
    ...(category === undefined ? [] : [['category', category] as const]),
  ];
  if (sources.length > 1) throw usage('Give one of a keyword, --product and --category.');
  const [source] = sources;
  if (!source && basedOn === undefined)
    throw usage('Give a keyword, --product, --category, or --based-on an earlier order.');
  const body = {
    ...(source ? { sourceType: source[0], sourceId: source[1] } : {}),
    ...{ basedOn, instanceId: instance, ...rest },
  };
  const { api } = context;
  const call = api.client.POST('/api/blog-generation', { body, headers: api.written });
  accepted(context, 'post', await api.answered(call));
}

interface PageOptions {
  keywords: string[];
  components?: string[];
  language?: string;
  tenant?: string;
  priority?: number;
}

async function placePage(context: Context, [type]: string[], options: PageOptions): Promise<void> {
  const pageType = PAGE_TYPES.find((name) => name === type)!;
  const { keywords: targetKeywords, tenant: tenantId, ...rest } = options;
  const { api } = context;
  const body = { pageType, targetKeywords, tenantId, ...rest };
  const call = api.client.POST('/api/generation', { body, headers: api.written });
  accepted(context, 'page', await api.answered(call));
}

interface TextOptions {
  mode: (typeof CONTENT_MODES)[number];
  words?: number;
  tone?: string;
  language?: string;
  keywords?: string[];
  searchIntent?: string;
  trends?: string;
  source?: string;
  similarityMax?: number;
  priority?: number;
}

/** Options that only one mode has. */
const OF_MODE = {
  keywords: ['keywords', 'searchIntent'],
  trends: ['trends'],
  spin: ['source', 'similarityMax'],
  topic: [],
} as const satisfies Record<TextOptions['mode'], ReadonlyArray<keyof TextOptions>>;

async function placeText(context: Context, [topic]: string[], options: TextOptions): Promise<void> {
  const { mode, words, tone, language, priority: level, ...own } = options;
  const allowed: readonly string[] = OF_MODE[mode];
  const foreign = Object.keys(own).find((name) => !allowed.includes(name));
  const flag = (name: string): string =>
    `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  if (foreign) throw usage(`${flag(foreign)} does not go with --mode ${mode}.`);
  const [needed] = OF_MODE[mode];
  if (needed && own[needed] === undefined) throw usage(`--mode ${mode} needs ${flag(needed)}.`);
  const { keywords, searchIntent, trends, source, similarityMax } = own;
  const body = {
    ...{ topic, word_count: words, tone, language, priority: level, keywords, search_intent: searchIntent },
    ...{ similarity_max: similarityMax },
    ...(source === undefined ? {} : { source_md: (await readInput(context.io, source)).text }),
    ...(trends === undefined
      ? {}
      : { trends: readJson(await readInput(context.io, trends, 'json'), trends) }),
  };
  accepted(context, 'text', await context.api.act(`/api/content/generate/${mode}`, {}, body));
}

function addPlaces(io: CliIo, order: Command): void {
  const post = order
    .command('post')
    .description('Order a blog post for a store')
    .argument('[keyword]', 'what the post is about')
    .option('--product <id>', 'about a product of the store instead')
    .option('--category <id>', 'about a category of the store instead')
    .option('--based-on <order>', 'the order that supplies defaults')
    .option('--instance <id>', 'the store, by the ID of its app instance')
    .addOption(new Option('--publish-mode <mode>', 'after writing').choices(PUBLISH_MODES))
    .addOption(new Option('--picture <mode>', 'whether it has an image').choices(PICTURE_MODES))
    .option('--publish-at <time>', 'when it goes out, such as 2027-03-28T09:00')
    .option('--time-zone <name>', 'the time zone of --publish-at, such as Europe/Berlin')
    .addOption(priority());
  does<PostOptions>(io, post, placePost);
  const page = order
    .command('page')
    .description('Order a page')
    .argument('<type>', PAGE_TYPES.join(', '), (type: string) => {
      if (PAGE_TYPES.some((name) => name === type)) return type;
      throw new InvalidArgumentError(`It must be one of ${PAGE_TYPES.join(', ')}.`);
    })
    .requiredOption('--keywords <list>', 'what it is to be found by, separated by commas', keywordsOf)
    .option('--components <list>', 'the parts it has, separated by commas', keywordsOf)
    .option('--language <tag>', 'its language, such as de')
    .option('--tenant <id>', 'for whom, where the key is an operator’s')
    .addOption(priority());
  does<PageOptions>(io, page, placePage);
  const text = order
    .command('text')
    .description('Order a text')
    .argument('<topic>', 'what the text is about')
    .addOption(new Option('--mode <mode>', 'how it is written').choices(CONTENT_MODES).default('topic'))
    .option('--words <number>', 'words to aim for', wholeNumber(1, 100_000))
    .option('--tone <words>', 'how it is to sound')
    .option('--language <tag>', 'its language, such as de')
    .option('--keywords <list>', 'what it is to be found by, separated by commas (mode keywords)', keywordsOf)
    .addOption(
      new Option('--search-intent <intent>', 'what searchers want (mode keywords)').choices(SEARCH_INTENTS),
    )
    .option('--trends <file>', 'JSON file with what is in the news (mode trends)')
    .option('--source <file>', 'Markdown file with the text to rewrite (mode spin)')
    .option(
      '--similarity-max <share>',
      'how much of the source may stay, 0 to 1 (mode spin)',
      Number.parseFloat,
    )
    .addOption(priority());
  does<TextOptions>(io, text, placeText);
}

/** Adds a subcommand that does an action on an order. */
export function addAction<O extends object>(
  io: CliIo,
  parent: Command,
  of: {
    action: Action;
    description: string;
    body?: (args: string[], options: O) => object;
    only?: OrderKind;
  },
): Command {
  const command = parent
    .command(of.action)
    .description(of.description)
    .argument('<id>', 'the order, or the beginning of its ID');
  return does<O>(io, command, async ({ api, io: own, json }, [id, ...args], options) => {
    const { kind, answer } = await act(api, id!, of.action, of.body?.(args, options) ?? {}, of.only);
    if (json) sayJson(own, answer);
    else
      say(
        own,
        `${answer.repeated ? 'Done before: ' : ''}${KINDS[kind].word} ${answer.id} is ${statusWords(answer.status)}.`,
      );
  });
}

const HINT = ['--hint <text>', 'what should be different'] as const;

function addActions(io: CliIo, order: Command): void {
  addAction<{ withoutPicture?: boolean }>(io, order, {
    action: 'approve',
    description: 'Approve a post that waits for it',
    body: (_, { withoutPicture }) => ({ withoutPicture }),
  }).option('--without-picture', 'publish it without an image');
  addAction<{ hint?: string }>(io, order, {
    action: 'new-ideas',
    description: 'Ask for other ideas for a post',
    body: (_, { hint }) => ({ hint }),
  }).option(...HINT);
  addAction<{ hint?: string; part: string }>(io, order, {
    action: 'regenerate',
    description: 'Have the text or the image of a post made again',
    body: (_, { hint, part }) => ({ hint, part }),
  })
    .addOption(
      new Option('--part <part>', 'what is made again').choices(['text', 'picture']).makeOptionMandatory(),
    )
    .option(...HINT);
  addAction<{ timeZone?: string }>(io, order, {
    action: 'schedule',
    description: 'Say when a post goes out',
    body: ([time], { timeZone }) => ({ publishAt: time === 'now' ? null : time, timeZone }),
  })
    .argument('<time>', 'such as 2027-03-28T09:00, or now')
    .option('--time-zone <name>', 'the time zone of the time, such as Europe/Berlin');
  addAction<{ draftId?: string }>(io, order, {
    action: 'resolve',
    description: 'Say what became of a post of which the store did not answer',
    body: ([resolution], { draftId }) => ({ resolution, draftId }),
  })
    .argument('<resolution>', RESOLUTIONS.join(', '))
    .option('--draft-id <id>', 'the draft in the store, if the post exists');
  addAction(io, order, {
    action: 'priority',
    description: 'Change the priority of an order that waits',
    body: ([level]) => ({ priority: Number(level) }),
  }).argument('<number>', '1 to 10; the higher goes first');
  addAction(io, order, { action: 'cancel', description: 'Cancel an order' });
  addAction<{ hint?: string }>(io, order, {
    action: 'retry',
    description: 'Start a failed order again; finished steps are kept',
    body: (_, { hint }) => ({ hint }),
  }).option(...HINT);
}

/** `galley order`: places orders and acts on them. */
export function addOrder(io: CliIo, program: Command): void {
  const order = program.command('order').description('Place an order, or act on one');
  addPlaces(io, order);
  addActions(io, order);
}
