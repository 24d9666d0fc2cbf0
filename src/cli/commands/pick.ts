import type { Command } from 'commander';
import { does } from '../context';
import { findOrder } from '../find';
import { CliFailure, usage } from '../io';
import type { CliIo } from '../io';
import { coloursOf, say, sayJson, statusWords } from '../output';
import { plainLine } from '../text';

/** `galley pick`: shows the ideas of a post, or chooses one. */
export function addPick(io: CliIo, program: Command): void {
  const command = program
    .command('pick')
    .description('Show the ideas for a post, or choose one')
    .argument('<id>', 'the order, or the beginning of its ID')
    .argument('[number]', 'the idea, as numbered; without one, the ideas are shown')
    .option('--title <title>', 'a title of your own instead');
  does<{ title?: string }>(io, command, async ({ api, io: own, json }, [wanted, number], { title }) => {
    if (number !== undefined && title !== undefined)
      throw usage('Give the number of an idea or --title, not both.');
    const order = await findOrder(api, wanted!);
    if (order.kind !== 'blog') throw usage(`${order.id} is no post; only posts have ideas.`);
    const params = { path: { id: order.id } };
    const post = await api.answered(api.client.GET('/api/blog-generation/{id}', { params }));
    if (number === undefined && title === undefined) {
      if (json) return sayJson(own, post.ideas);
      if (post.ideas.length === 0)
        throw new CliFailure(`The post has no ideas yet; it is ${statusWords(post.status)}.`);
      const colours = coloursOf(own);
      post.ideas.forEach((idea, n) => {
        const chosen = idea.id === post.selectedIdeaId ? ' (chosen)' : '';
        own.stdout.write(`${colours.bold(`${n + 1}. ${plainLine(idea.title)}`)}${chosen}\n`);
        own.stdout.write(`   ${plainLine(idea.angle)}\n`);
      });
      return;
    }
    const idea = number === undefined ? undefined : post.ideas[Number(number) - 1];
    if (number !== undefined && (!/^\d+$/.test(number) || !idea))
      throw usage(
        post.ideas.length === 0
          ? `The post has no ideas to choose from; it is ${statusWords(post.status)}.`
          : `The number must be from 1 to ${post.ideas.length}.`,
      );
    const body = idea ? { ideaId: idea.id } : { title };
    const call = api.client.POST('/api/blog-generation/{id}/select', { params, body, headers: api.written });
    const answer = await api.answered(call);
    if (json) sayJson(own, answer);
    else say(own, `Chosen: ${idea?.title ?? title}. The post is ${statusWords(answer.status)}.`);
  });
}
