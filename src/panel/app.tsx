import { Box, Theme } from '@radix-ui/themes';
import { QueryCache, MutationCache, QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, use, useEffect, useState } from 'react';
import { IntlProvider } from 'react-intl';
import { BrowserRouter, Link, Navigate, Route, Routes } from 'react-router';
import { isFailure } from './api/failure';
import { sessionQuery } from './api/queries';
import { followSession } from './api/session-change';
import { Frame } from './frame/frame';
import { KIND_LIST, PAGE_KINDS } from './kinds';
import { LiveProvider } from './live/live';
import { en } from './messages/en';
import type { MessageId } from './messages/en';
import { useSay } from './messages/use-text';
import { Overview } from './pages/operations/overview';
import { SignIn } from './pages/tenants/sign-in';
import { PageHead } from './parts/layout';
import { Failed, Loading } from './parts/states';
import { SessionProvider, useSession } from './session';
import { SettingsProvider, useSettings } from './settings';
import type { Language } from './settings';

/** Everything said in a language; all but English comes when somebody wants it. */
const MESSAGES: Readonly<Record<Language, () => Promise<Record<MessageId, string>>>> = {
  en: () => Promise.resolve(en),
  de: async () => (await import('./messages/de')).de,
};

const asked = new Map<Language, Promise<Record<MessageId, string>>>();

/** The same promise each time, as what waits for it is drawn anew when it is there. */
function messagesIn(language: Language): Promise<Record<MessageId, string>> {
  const known = asked.get(language) ?? MESSAGES[language]();
  asked.set(language, known);
  return known;
}

// Whoever only looks at the overview does not wait for the rest.
const StoresPage = lazy(async () => ({ default: (await import('./pages/stores/stores')).StoresPage }));
const StorePage = lazy(async () => ({ default: (await import('./pages/stores/store')).StorePage }));
const SpendingPage = lazy(async () => ({
  default: (await import('./pages/spending/spending')).SpendingPage,
}));
const WebhooksPage = lazy(async () => ({
  default: (await import('./pages/webhooks/webhooks')).WebhooksPage,
}));
const WebhookPage = lazy(async () => ({ default: (await import('./pages/webhooks/webhook')).WebhookPage }));
const MailPage = lazy(async () => ({ default: (await import('./pages/mail/notifications')).MailPage }));
const AlertsPage = lazy(async () => ({ default: (await import('./pages/mail/alerts')).AlertsPage }));
const RefundsPage = lazy(async () => ({ default: (await import('./pages/refunds/refunds')).RefundsPage }));
const CustomersPage = lazy(async () => ({
  default: (await import('./pages/tenants/customers')).CustomersPage,
}));
const MembersPage = lazy(async () => ({ default: (await import('./pages/tenants/members')).MembersPage }));
const SessionsPage = lazy(async () => ({
  default: (await import('./pages/tenants/sessions')).SessionsPage,
}));
const MailLinkPage = lazy(async () => ({
  default: (await import('./pages/tenants/mail-link')).MailLinkPage,
}));
const InvitationPage = lazy(async () => ({
  default: (await import('./pages/tenants/invitation')).InvitationPage,
}));
const CustomerPage = lazy(async () => ({
  default: (await import('./pages/tenants/customer')).CustomerPage,
}));
const CataloguePages = lazy(async () => ({
  default: (await import('./pages/catalogue/pages')).CataloguePages,
}));
const PublicFrame = lazy(async () => ({ default: (await import('./pages/articles/frame')).PublicFrame }));
const ArticlePages = lazy(async () => ({ default: (await import('./pages/articles/pages')).ArticlePages }));
const CheckMailPage = lazy(async () => ({
  default: (await import('./pages/purchase/check-mail')).CheckMailPage,
}));
const ConfirmPage = lazy(async () => ({ default: (await import('./pages/purchase/confirm')).ConfirmPage }));
const OrderStatusPage = lazy(async () => ({
  default: (await import('./pages/purchase/status')).OrderStatusPage,
}));
const WhatWeCheckPage = lazy(async () => ({
  default: (await import('./pages/quality/what-we-check')).WhatWeCheckPage,
}));
const MyOrdersPage = lazy(async () => ({
  default: (await import('./pages/purchase/my-orders')).MyOrdersPage,
}));

/** Times that a question is put again before it has failed. */
const MOST_RETRIES = 2;

function newClient(): QueryClient {
  const onError = (error: unknown): void => {
    // Whoever is told that nobody is signed in shows the way to sign in. A link that leads nowhere says nothing of that.
    if (isFailure(error) && error.status === 401 && client.getQueryData(sessionQuery.queryKey))
      client.setQueryData(sessionQuery.queryKey, null);
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        // A tab that comes back to the front shows the current state.
        refetchOnWindowFocus: 'always',
        refetchOnReconnect: 'always',
        // A browser that reports to be offline may still reach this server, as on one machine or a local network.
        networkMode: 'always',
        // A question that the server refused is refused again.
        retry: (failed, error) => failed < MOST_RETRIES && !(isFailure(error) && error.status < 500),
      },
      mutations: { networkMode: 'always' },
    },
  });
  return client;
}

function NotFound() {
  const say = useSay();
  return (
    <>
      <PageHead title={say('state.notFound')} />
      <Link to="/">{say('state.home')}</Link>
    </>
  );
}

/** Where whoever is signed in begins: with figures, or, who only buys, with what they have bought. */
function Home() {
  const { tenantKind } = useSession();
  return tenantKind === 'customer' ? <Navigate to="/my-orders" replace /> : <Overview />;
}

/** The pages for whoever is signed in, and the way to sign in for everybody else. */
function Gate() {
  const session = useQuery(sessionQuery);
  const [wasIn, setWasIn] = useState(false);
  const isIn = Boolean(session.data);
  if (isIn && !wasIn) setWasIn(true);

  if (session.data === undefined)
    return (
      <Box p="6">
        {session.error ? <Failed error={session.error} again={() => void session.refetch()} /> : <Loading />}
      </Box>
    );
  if (session.data === null) return <SignIn wasLost={wasIn} />;
  return (
    <SessionProvider session={session.data}>
      <LiveProvider kinds={KIND_LIST}>
        <Routes>
          <Route element={<Frame />}>
            <Route index element={<Home />} />
            {PAGE_KINDS.map((kind) => (
              <Route key={kind.kind}>
                <Route path={kind.path} element={<kind.List kind={kind} />} />
                <Route path={`${kind.path}/:id`} element={<kind.Page kind={kind} />} />
                {kind.pages?.map(({ path, Page }) => (
                  <Route key={path} path={path} element={<Page kind={kind} />} />
                ))}
              </Route>
            ))}
            <Route path="stores" element={<StoresPage />} />
            <Route path="stores/:id/:section?" element={<StorePage />} />
            <Route path="spending" element={<SpendingPage />} />
            <Route path="deliveries" element={<WebhooksPage />} />
            <Route path="deliveries/:id" element={<WebhookPage />} />
            <Route path="mail" element={<MailPage />} />
            <Route path="alerts" element={<AlertsPage />} />
            <Route path="refunds" element={<RefundsPage />} />
            <Route path="customers" element={<CustomersPage />} />
            <Route path="customers/:id" element={<CustomerPage />} />
            <Route path="catalogue/*" element={<CataloguePages />} />
            <Route path="customers/:id/members" element={<MembersPage />} />
            <Route path="sessions" element={<SessionsPage />} />
            <Route path="*" element={<NotFound />} />
          </Route>
        </Routes>
      </LiveProvider>
    </SessionProvider>
  );
}

/** What everybody sees and where links from mails lead, whoever is signed in; everything else is behind the gate. */
function Entrance() {
  useEffect(followSession, []);
  return (
    <Routes>
      <Route path="sign-in/mail" element={<MailLinkPage />} />
      <Route path="invitation" element={<InvitationPage />} />
      <Route element={<PublicFrame />}>
        <Route path="articles/*" element={<ArticlePages />} />
        <Route path="purchase" element={<ConfirmPage />} />
        <Route path="purchase/check-mail" element={<CheckMailPage />} />
        <Route path="order-status/:orderId" element={<OrderStatusPage />} />
        <Route path="my-orders" element={<MyOrdersPage />} />
        <Route path="what-we-check" element={<WhatWeCheckPage />} />
      </Route>
      <Route path="*" element={<Gate />} />
    </Routes>
  );
}

/** The reader's own kind of a language, by which times and figures are written. */
function localeOf(language: Language): string {
  return navigator.languages.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language;
}

function Themed() {
  const { language, isDark } = useSettings();
  const messages = use(messagesIn(language));
  return (
    <IntlProvider locale={localeOf(language)} messages={messages} defaultLocale="en">
      <Theme accentColor="teal" grayColor="sage" radius="medium" appearance={isDark ? 'dark' : 'light'}>
        <Suspense>
          <Entrance />
        </Suspense>
      </Theme>
    </IntlProvider>
  );
}

/** The whole panel. */
export function App() {
  const [client] = useState(newClient);
  return (
    <QueryClientProvider client={client}>
      <SettingsProvider>
        <BrowserRouter>
          <Suspense>
            <Themed />
          </Suspense>
        </BrowserRouter>
      </SettingsProvider>
    </QueryClientProvider>
  );
}
