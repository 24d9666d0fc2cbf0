import { Box, Theme } from '@radix-ui/themes';
import { QueryCache, MutationCache, QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { IntlProvider } from 'react-intl';
import { BrowserRouter, Link, Route, Routes } from 'react-router';
import { isFailure } from './api/failure';
import { sessionQuery } from './api/queries';
import { LiveProvider } from './live/live';
import { de } from './messages/de';
import { en } from './messages/en';
import { useSay } from './messages/use-text';
import { BatchPage } from './pages/batch';
import { ItemPage } from './pages/item';
import { OrderPage } from './pages/order';
import { OrdersPage } from './pages/orders';
import { Overview } from './pages/overview';
import { SignIn } from './pages/sign-in';
import { WorkList } from './pages/work-list';
import { Layout, PageHead } from './parts/layout';
import { Failed, Loading } from './parts/states';
import { SettingsProvider, useSettings } from './settings';
import type { Language } from './settings';

const MESSAGES = { en, de };

/** Times that a question is put again before it has failed. */
const MOST_RETRIES = 2;

function newClient(): QueryClient {
  const onError = (error: unknown): void => {
    // Whoever is told that nobody is signed in shows the way to sign in.
    if (isFailure(error) && error.status === 401) client.setQueryData(sessionQuery.queryKey, null);
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        // A question that the server refused is refused again.
        retry: (failed, error) => failed < MOST_RETRIES && !(isFailure(error) && error.status < 500),
      },
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

/** The pages for whoever is signed in, and the way to sign in for everybody else. */
function Gate() {
  const session = useQuery(sessionQuery);
  const [wasIn, setWasIn] = useState(false);
  const isIn = Boolean(session.data);
  useEffect(() => {
    if (isIn) setWasIn(true);
  }, [isIn]);

  if (session.data === undefined)
    return (
      <Box p="6">
        {session.error ? <Failed error={session.error} again={() => void session.refetch()} /> : <Loading />}
      </Box>
    );
  if (session.data === null) return <SignIn wasLost={wasIn} />;
  return (
    <LiveProvider>
      <Routes>
        <Route element={<Layout session={session.data} />}>
          <Route index element={<Overview session={session.data} />} />
          <Route path="pages" element={<WorkList />} />
          <Route path="pages/batches/:id" element={<BatchPage />} />
          <Route path="pages/:id" element={<ItemPage />} />
          <Route path="orders" element={<OrdersPage />} />
          <Route path="orders/:id" element={<OrderPage session={session.data} />} />
          <Route path="*" element={<NotFound />} />
        </Route>
      </Routes>
    </LiveProvider>
  );
}

/** The reader's own kind of a language, by which times and figures are written. */
function localeOf(language: Language): string {
  return navigator.languages.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language;
}

function Themed() {
  const { language, isDark } = useSettings();
  return (
    <IntlProvider locale={localeOf(language)} messages={MESSAGES[language]} defaultLocale="en">
      <Theme accentColor="teal" grayColor="sage" radius="medium" appearance={isDark ? 'dark' : 'light'}>
        <Gate />
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
          <Themed />
        </BrowserRouter>
      </SettingsProvider>
    </QueryClientProvider>
  );
}
