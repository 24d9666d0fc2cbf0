import type { MailBlock } from './content';
import { valuesOf } from './render';
import { alertContent } from './templates/admin-alert';

/** Escapes a text for messages of Slack and what is compatible with it: https://docs.slack.dev/messaging/formatting-message-text. */
function escape(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function lineOf(block: MailBlock, baseUrl: string): string {
  switch (block.type) {
    case 'text':
    case 'note':
      return escape(block.text);
    case 'button':
      return `<${escape(baseUrl + block.path)}|${escape(block.label)}>`;
    case 'list':
      return [block.title, ...block.items.map((item) => `• ${item}`)].map(escape).join('\n');
  }
}

/**
 * Renders an alert for a chat, in English and in the words of its mail. Whatever its facts hold is text: it mentions nobody and links nowhere.
 * Throws for an alert that lacks what its link needs. `baseUrl` is where paths lead, without a slash at its end.
 */
export function renderChatAlert(alert: {
  facts: Readonly<Record<string, string | number>>;
  baseUrl: string;
}): string {
  const { heading, blocks } = alertContent('en', valuesOf(alert));
  return [`*${escape(heading)}*`, ...blocks.map((block) => lineOf(block, alert.baseUrl))].join('\n');
}
