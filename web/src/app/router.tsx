import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { onSignedOut } from './api/client';
import { queries } from './api/query';
import { pages } from './module';
import { Failure, NotFound } from './shell/Failure';
import { Shell } from './shell/Shell';
import { sessionQuery, setupQuery } from './session';

/** A page's search parameters are strings; each page reads its own. */
export type PageSearch = Record<string, string | undefined>;
const asText = (search: Record<string, unknown>): PageSearch =>
  Object.fromEntries(Object.entries(search).flatMap(([name, value]) => (value === undefined || value === null || value === '' ? [] : [[name, String(value)]])));

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, validateSearch: asText });

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  errorComponent: Failure,
  beforeLoad: async ({ location }) => {
    if (await queries.ensureQueryData(sessionQuery)) return;
    const setup = await queries.ensureQueryData(setupQuery);
    if (setup.needed) throw redirect({ to: '/setup' });
    throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { to: location.href } });
  },
});

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  // What each came for: a rep's own list, or how the whole is kept.
  beforeLoad: async () => {
    const session = await queries.ensureQueryData(sessionQuery);
    throw redirect({ to: session && session.user.level !== 'rep' ? '/coverage' : '/week' });
  },
});

const inside = pages.map((page) =>
  createRoute({ getParentRoute: () => shell, path: page.path, component: lazyRouteComponent(page.load, 'Page'), errorComponent: Failure }),
);

/** An address that leads nowhere still stands in the frame, with its ways on. */
const nowhere = createRoute({ getParentRoute: () => shell, path: '$', component: NotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('~/modules/identity/SignInPage'), 'Page'),
  beforeLoad: async () => {
    if ((await queries.ensureQueryData(setupQuery)).needed) throw redirect({ to: '/setup' });
  },
});
const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('~/modules/identity/SetupPage'), 'Page'),
  beforeLoad: async () => {
    if (!(await queries.ensureQueryData(setupQuery)).needed) throw redirect({ to: '/sign-in' });
  },
});

export const router = createRouter({
  routeTree: root.addChildren([shell.addChildren([home, ...inside, nowhere]), signIn, setup]),
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  scrollToTopSelectors: ['#page'],
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: Failure,
  // `?q=1` stays the text 1, and a filter in the address stays readable.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(
      Object.entries(search).flatMap(([name, value]) => (value === undefined || value === null || value === '' ? [] : [[name, String(value)]])),
    ).toString().replace(/%2C|%28|%29|%3A|%21|%40|%2F/g, decodeURIComponent);
    return text ? `?${text}` : '';
  },
});

onSignedOut(() => {
  if (!queries.getQueryData(sessionQuery.queryKey)) return;
  queries.setQueryData(sessionQuery.queryKey, null);
  void router.navigate({ to: '/sign-in', search: { to: router.state.location.href } });
});
