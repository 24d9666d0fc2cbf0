import { Text, TextField } from '@radix-ui/themes';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useNavigate } from 'react-router';
import { LEAST_SEARCHED, searchQuery } from '../api/queries';
import type { Found } from '../api/queries';
import type { Findable } from '../kind';
import { FOUND_OF_KINDS, kindNamed } from '../kinds';
import { useSay } from '../messages/use-text';
import type { Say } from '../messages/use-text';
import { useSettled } from '../parts/settled';
import { sayError } from '../parts/states';
import { sayStatus } from '../parts/status';

/** What search finds, by its word for it. */
const FINDABLE: Readonly<Record<string, Findable>> = {
  ...FOUND_OF_KINDS,
  store: { path: '/stores', one: 'search.kind.store' },
};

/** Something that was found, as people read it, with its address. */
function shownAs(say: Say, { kind, id, title, status }: Found, { path, one, titleOf }: Findable) {
  const order = kindNamed(kind);
  return {
    key: `${kind} ${id}`,
    address: `${path}/${id}`,
    title: titleOf?.(say, title) ?? title,
    facts: [say(one), order && status !== null ? sayStatus(say, order, status) : ''],
  };
}

/** What is said of a search: that it goes on, failed, or how much it found. */
function useOutcome(words: string) {
  const say = useSay();
  const found = useQuery(searchQuery(words));
  const items = (found.data?.items ?? []).flatMap((one) => {
    const findable = FINDABLE[one.kind];
    return findable ? [shownAs(say, one, findable)] : [];
  });
  const state = found.error
    ? sayError(say, found.error)
    : found.isPending
      ? say('search.looking')
      : say(found.data.more ? 'search.more' : 'search.found', { count: items.length });
  return { items, state };
}

/** One box that finds orders, pages, batches and stores. A slash leads to it, arrows through what it found. */
export function SearchBox() {
  const say = useSay();
  const navigate = useNavigate();
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const settled = useSettled(words.trim());
  const { items, state } = useOutcome(settled);
  const isShown = isOpen && settled.length >= LEAST_SEARCHED;
  const optionId = (n: number): string => `${listId}-${n}`;

  useEffect(() => {
    function onKey(event: globalThis.KeyboardEvent): void {
      const target = event.target as HTMLElement;
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return;
      event.preventDefault();
      field.current?.focus();
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);

  function goTo(found: { address: string } | undefined): void {
    if (!found) return;
    setOpen(false);
    setWords('');
    setAt(-1);
    field.current?.blur();
    void navigate(found.address);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const last = items.length - 1;
    if (event.key === 'Escape') {
      if (isShown) event.preventDefault();
      setOpen(false);
      setAt(-1);
    } else if (event.key === 'ArrowDown' && isShown) {
      event.preventDefault();
      setAt(at >= last ? 0 : at + 1);
    } else if (event.key === 'ArrowUp' && isShown) {
      event.preventDefault();
      setAt(at <= 0 ? last : at - 1);
    } else if (event.key === 'Enter' && isShown) {
      event.preventDefault();
      // What is shown may still belong to the words before.
      if (words.trim() === settled) goTo(items[at] ?? items[0]);
    }
  }

  return (
    <search
      className="search"
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}
    >
      <TextField.Root
        ref={field}
        type="search"
        role="combobox"
        aria-label={say('search.label')}
        aria-expanded={isShown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isShown && items[at] ? optionId(at) : undefined}
        aria-keyshortcuts="/"
        placeholder={say('search.placeholder')}
        maxLength={100}
        value={words}
        onFocus={() => setOpen(true)}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setWords(event.target.value);
          setAt(-1);
          setOpen(true);
        }}
      />
      <div className={isShown ? 'search-found' : 'search-found search-hidden'}>
        <ul id={listId} role="listbox" aria-label={say('search.label')}>
          {isShown &&
            items.map((found, n) => (
              <li
                key={found.key}
                id={optionId(n)}
                role="option"
                aria-selected={n === at}
                // The field must keep the focus, or the list closes before it is clicked.
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => goTo(found)}
              >
                <Text as="div" size="2" weight="medium">
                  {found.title}
                </Text>
                <Text as="div" size="1" color="gray">
                  {found.facts.filter(Boolean).join(' · ')}
                </Text>
              </li>
            ))}
        </ul>
        <Text as="p" size="1" color="gray" role="status">
          {isShown ? state : ''}
        </Text>
      </div>
    </search>
  );
}
