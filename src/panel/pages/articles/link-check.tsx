import { Flex, Text } from '@radix-ui/themes';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { anchorQuery } from '../../api/purchase-queries';
import type { AnchorCheck } from '../../api/purchase-queries';
import { useSay } from '../../messages/use-text';
import { AddressField, AnchorField } from './link-fields';

/** Somebody who is still writing is not told what is wrong yet, in milliseconds. */
const PAUSE_MS = 500;

/** What stands in both fields, once nobody has written for a moment. */
function useSettledLink(anchorText: string, targetUrl: string): { anchorText: string; targetUrl: string } {
  const [settled, setSettled] = useState({ anchorText, targetUrl });
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled({ anchorText, targetUrl }), PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [anchorText, targetUrl]);
  return settled;
}

/** What the server finds of a link while it is written. What it says of words is shown only with these words, and so of an address. */
export function useAnchorCheck(id: string, anchorText: string, targetUrl: string) {
  const settled = useSettledLink(anchorText, targetUrl.trim());
  const isAsked = settled.anchorText.trim() !== '' || settled.targetUrl !== '';
  const asked = useQuery({
    ...anchorQuery(id, settled),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  });
  const isOfBoth = settled.anchorText === anchorText && settled.targetUrl === targetUrl.trim();
  const hasAnchor = anchorText.trim() !== '';
  const ofAnchor = hasAnchor && asked.data?.anchorText === anchorText ? asked.data : undefined;
  const ofUrl = settled.targetUrl !== '' && isOfBoth && !asked.isPlaceholderData ? asked.data : undefined;
  const problemIn = (check: AnchorCheck | undefined, field: string): string | undefined =>
    check?.problems.find((problem) => problem.field === field)?.problem;
  return {
    place: ofAnchor?.best ?? undefined,
    /** The address as it is published, where that is not how it was written. */
    rewritten: ofUrl?.targetUrl !== targetUrl.trim() ? (ofUrl?.targetUrl ?? undefined) : undefined,
    wrong: { anchorText: problemIn(ofAnchor, 'anchorText'), targetUrl: problemIn(ofUrl, 'targetUrl') },
    isChecking: hasAnchor && !ofAnchor && !asked.isError,
    isUnchecked: isOfBoth && asked.isError,
  };
}

/** Says where the link would go. */
function Place({ place, language }: { place: NonNullable<AnchorCheck['best']>; language: string }) {
  const say = useSay();
  return (
    <Flex direction="column" gap="2">
      <Text as="p" size="2">
        {say(`buying.anchor.${place.kind}`)}
      </Text>
      <blockquote className="quoted" lang={language}>
        {place.sentence}
      </blockquote>
    </Flex>
  );
}

interface Link {
  anchorText: string;
  targetUrl: string;
}

/** The words and the address of a link for an article, with where it would go and what is wrong with either. */
export function LinkFields(props: {
  link: Link;
  check: ReturnType<typeof useAnchorCheck>;
  /** Of the article. */
  language: string;
  /** What else was found wrong with a field. */
  problemIn: (field: string) => string | undefined;
  onChange: (changes: Partial<Link>) => void;
}) {
  const say = useSay();
  const { check, problemIn, onChange } = props;
  const { place, rewritten, wrong } = check;
  return (
    <>
      <AnchorField
        value={props.link.anchorText}
        problem={wrong.anchorText ?? problemIn('anchorText')}
        onChange={(text) => onChange({ anchorText: text })}
      />
      <AddressField
        value={props.link.targetUrl}
        problem={wrong.targetUrl ?? problemIn('targetUrl')}
        onChange={(text) => onChange({ targetUrl: text })}
      />
      <div role="status" className="place">
        {place && <Place place={place} language={props.language} />}
        {rewritten && (
          <Text as="p" size="2" color="gray" mt="2">
            {say('buying.anchor.address', { address: rewritten })}
          </Text>
        )}
        {(check.isChecking || check.isUnchecked) && (
          <Text as="p" size="2" color="gray">
            {say(check.isUnchecked ? 'buying.anchor.unchecked' : 'buying.anchor.checking')}
          </Text>
        )}
      </div>
    </>
  );
}
