import type { Nodes, RootContent } from 'mdast';
import { createElement, Fragment, useMemo } from 'react';
import type { ReactNode } from 'react';
import { markdownTree } from './markdown-tree';

/** Addresses that links may lead to. */
const SAFE_LINK = /^(?:https?:\/\/|mailto:|\/(?!\/)|#)/i;

/** Headings of a text stand below the page's own two. */
const HEADINGS_BELOW = 1;

function childrenOf(node: { children: readonly Nodes[] }): ReactNode[] {
  return node.children.map((child, n) => <Fragment key={n}>{elementOf(child as RootContent)}</Fragment>);
}

/** What a node is shown as. Markup within a text stays text: nothing is ever set as HTML. */
function elementOf(node: RootContent): ReactNode {
  switch (node.type) {
    case 'heading':
      return createElement(`h${Math.min(6, node.depth + HEADINGS_BELOW)}`, null, ...childrenOf(node));
    case 'paragraph':
      return <p>{childrenOf(node)}</p>;
    case 'text':
      return node.value;
    case 'html':
      return /^<br\s*\/?>$/i.test(node.value) ? <br /> : node.value;
    case 'emphasis':
      return <em>{childrenOf(node)}</em>;
    case 'strong':
      return <strong>{childrenOf(node)}</strong>;
    case 'delete':
      return <del>{childrenOf(node)}</del>;
    case 'inlineCode':
      return <code>{node.value}</code>;
    case 'code':
      return (
        <pre tabIndex={0}>
          <code>{node.value}</code>
        </pre>
      );
    case 'break':
      return <br />;
    case 'thematicBreak':
      return <hr />;
    case 'blockquote':
      return <blockquote>{childrenOf(node)}</blockquote>;
    case 'list':
      return node.ordered ? <ol start={node.start ?? 1}>{childrenOf(node)}</ol> : <ul>{childrenOf(node)}</ul>;
    case 'listItem':
      return (
        <li>
          {typeof node.checked === 'boolean' && (node.checked ? '☑ ' : '☐ ')}
          {childrenOf(node)}
        </li>
      );
    case 'link':
      return SAFE_LINK.test(node.url) ? (
        <a href={node.url} target="_blank" rel="noopener noreferrer nofollow">
          {childrenOf(node)}
        </a>
      ) : (
        <>{childrenOf(node)}</>
      );
    case 'image':
      // A picture from elsewhere would tell its server who reads.
      return node.alt ?? '';
    case 'table':
      return (
        <table>
          <tbody>{childrenOf(node)}</tbody>
        </table>
      );
    case 'tableRow':
      return <tr>{childrenOf(node)}</tr>;
    case 'tableCell':
      return <td>{childrenOf(node)}</td>;
    default:
      return 'children' in node ? <>{childrenOf(node)}</> : null;
  }
}

/** A text in Markdown, safely. */
export function Markdown({ text }: { text: string }) {
  const tree = useMemo(() => markdownTree(text), [text]);
  return <div className="prose">{childrenOf(tree)}</div>;
}
