import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTaskListItemFromMarkdown } from 'mdast-util-gfm-task-list-item';
import { gfmTable } from 'micromark-extension-gfm-table';
import { gfmTaskListItem } from 'micromark-extension-gfm-task-list-item';
import { emphasis } from '../../domain/text/markdown/flanks';
import { keepWritten } from '../../domain/text/markdown/written';

/** A longer text is no page, and is shown as it is written. In UTF-16 units. */
const LONGEST = 400_000;

/**
 * A text in Markdown as the panel shows it: by the rules of the published page, without footnotes and bare addresses as links. As code
 * where it is nested too deeply to be read; the API gives such texts as code already.
 */
export function markdownTree(text: string): Root {
  try {
    if (text.length <= LONGEST && !/^(?:[ \t]*(?:>|[-+*\d.)]+(?=[ \t]))){200}/m.test(text))
      return parsed(text);
  } catch {
    // Nested deeper than the stack.
  }
  return { type: 'root', children: [{ type: 'code', value: text }] };
}

function parsed(text: string): Root {
  return fromMarkdown(text, {
    extensions: [gfmTable(), gfmTaskListItem(), ...emphasis()],
    mdastExtensions: [
      { transforms: [(tree) => keepWritten(tree, text)] },
      gfmTableFromMarkdown(),
      gfmStrikethroughFromMarkdown(),
      gfmTaskListItemFromMarkdown(),
    ],
  });
}
