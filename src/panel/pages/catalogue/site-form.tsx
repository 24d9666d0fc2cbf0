import { Button, Flex } from '@radix-ui/themes';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { CURRENCIES } from '../../../domain/catalogue/currencies';
import { CATALOGUE, siteQuery } from '../../api/catalogue-queries';
import type { Price, Site } from '../../api/catalogue-queries';
import { answerOf, api } from '../../api/client';
import { useLive } from '../../live/live';
import { useSay } from '../../messages/use-text';
import { ChoiceInput, LinesInput, problemWith, TextInput } from '../../parts/form';
import { Failed } from '../../parts/states';
import { ShownOnce } from '../../parts/once';
import { ReplaceSecret } from './hook-secret';
import { outletOfDraft, pagesOf, priceOf, siteDraftOf } from './site-draft';
import type { PriceDraft } from './site-draft';
import { OutletInput } from './site-outlet';

function PriceInput(props: {
  label: string;
  value: PriceDraft;
  problem: string | undefined;
  onChange: (value: PriceDraft) => void;
}) {
  const say = useSay();
  const { label, value, onChange } = props;
  const isOff = priceOf(value) === undefined;
  return (
    <Flex gap="3" align="start" wrap="wrap">
      <TextInput
        label={label}
        hint={say('catalogue.field.price.hint')}
        maxLength={13}
        value={value.amount}
        problem={isOff ? say('catalogue.field.price.wrong') : props.problem}
        onChange={(amount) => onChange({ ...value, amount })}
      />
      <ChoiceInput<Price['currency']>
        label={say('catalogue.field.currency', { label })}
        value={value.currency}
        options={CURRENCIES.map((currency) => ({ value: currency, label: currency }))}
        onChange={(currency) => onChange({ ...value, currency })}
      />
    </Flex>
  );
}

/** What is known of a site, to be changed. */
export function SiteForm({ site }: { site: Site }) {
  const say = useSay();
  const client = useQueryClient();
  const { announce } = useLive();
  const [draft, setDraft] = useState(() => siteDraftOf(site));
  const [secret, setSecret] = useState<string>();
  const pages = pagesOf(draft.pages);
  const prices = { backlink: priceOf(draft.backlink), article: priceOf(draft.article) };
  const outlet = outletOfDraft(draft.outlet);
  const isReadable = [pages, prices.backlink, prices.article, outlet].every((read) => read !== undefined);
  const save = useMutation({
    mutationFn: () => {
      const { name, host, language, niche, audience, tone } = draft;
      return answerOf(
        api.PATCH('/api/domains/{id}', {
          params: { path: { id: site.id } },
          body: {
            ...{ name, host, language, niche, audience, tone, prices },
            ...(pages ? { internalPages: pages } : {}),
            ...(outlet === undefined ? {} : { outlet }),
          },
        }),
      );
    },
    onSuccess: ({ hookSecret, ...saved }) => {
      client.setQueryData(siteQuery(site.id).queryKey, saved);
      if (hookSecret) setSecret(hookSecret);
      void client.invalidateQueries({ queryKey: [CATALOGUE] });
      setDraft(siteDraftOf(saved));
      announce(say('form.saved'));
    },
  });
  const field = (name: 'name' | 'host' | 'language' | 'niche' | 'audience' | 'tone') => ({
    label: say(`catalogue.field.${name}`),
    value: draft[name],
    problem: problemWith(save.error, name),
    onChange: (value: string) => setDraft((old) => ({ ...old, [name]: value })),
  });
  const isChanged = JSON.stringify(draft) !== JSON.stringify(siteDraftOf(site));
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isReadable) save.mutate();
      }}
    >
      <Flex direction="column" gap="4" maxWidth="560px">
        <TextInput maxLength={200} {...field('name')} />
        <TextInput hint={say('catalogue.field.host.hint')} maxLength={253} {...field('host')} />
        <TextInput hint={say('catalogue.field.language.hint')} maxLength={35} {...field('language')} />
        <TextInput maxLength={200} {...field('niche')} />
        <TextInput maxLength={500} {...field('audience')} />
        <TextInput maxLength={500} {...field('tone')} />
        <PriceInput
          label={say('catalogue.field.backlink')}
          value={draft.backlink}
          problem={problemWith(save.error, 'prices.backlink')}
          onChange={(backlink) => setDraft((old) => ({ ...old, backlink }))}
        />
        <PriceInput
          label={say('catalogue.field.article')}
          value={draft.article}
          problem={problemWith(save.error, 'prices.article')}
          onChange={(article) => setDraft((old) => ({ ...old, article }))}
        />
        <LinesInput
          label={say('catalogue.field.pages')}
          hint={say('catalogue.field.pages.hint')}
          rows={6}
          value={draft.pages}
          problem={
            pages === undefined
              ? say('catalogue.field.pages.wrong')
              : problemWith(save.error, 'internalPages')
          }
          onChange={(value) => setDraft((old) => ({ ...old, pages: value }))}
        />
        <OutletInput
          value={draft.outlet}
          problem={problemWith(save.error, 'outlet')}
          onChange={(value) => setDraft((old) => ({ ...old, outlet: value }))}
        />
        {secret && <ShownOnce name={say('catalogue.outlet.secret')} secret={secret} />}
        {save.error && <Failed error={save.error} />}
        <Flex gap="3" wrap="wrap">
          <Button type="submit" loading={save.isPending} disabled={!isChanged || !isReadable}>
            {say('form.save')}
          </Button>
          {site.outlet && 'hookUrl' in site.outlet && <ReplaceSecret siteId={site.id} onSecret={setSecret} />}
        </Flex>
      </Flex>
    </form>
  );
}
