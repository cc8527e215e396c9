import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { DeviceListSearch } from './devices/list/search.ts';
import { IdentitiesSearch } from './identities/search.ts';
import { ReadingsSearch } from './readings/search.ts';
import { NotFound, PageFailure } from './shell/failures.tsx';
import { lazyPage } from './shell/lazy-page.ts';
import { AuditSearch } from './audit/search.ts';
import { ExportSearch } from './exports/search.ts';
import { Shell } from './shell/shell.tsx';

/* The whole console on one page: for every address its page, which is loaded when it is first gone to. */

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    redirect({ to: '/devices', replace: true, throw: true });
  },
});

const devices = createRoute({
  getParentRoute: () => root,
  path: '/devices',
  validateSearch: DeviceListSearch,
  component: lazyPage(() => import('./devices/devices-page.tsx'), 'DevicesPage', ['devices']),
});

const newDevice = createRoute({
  getParentRoute: () => root,
  path: '/devices/new',
  component: lazyPage(() => import('./devices/new-device-page.tsx'), 'NewDevicePage', ['devices']),
});

const device = createRoute({
  getParentRoute: () => root,
  path: '/devices/$deviceId',
  component: lazyPage(() => import('./devices/device-page.tsx'), 'DevicePage', ['devices']),
});

const deviceReadings = createRoute({
  getParentRoute: () => device,
  path: '/',
  validateSearch: ReadingsSearch,
  component: lazyPage(() => import('./readings/readings-tab.tsx'), 'ReadingsTab', ['readings']),
});

const deviceDetails = createRoute({
  getParentRoute: () => device,
  path: '/details',
  component: lazyPage(() => import('./devices/details-tab.tsx'), 'DetailsTab', ['devices']),
});

const deviceCredentials = createRoute({
  getParentRoute: () => device,
  path: '/credentials',
  component: lazyPage(() => import('./credentials/credentials-tab.tsx'), 'CredentialsTab', ['credentials']),
});

const imports = createRoute({
  getParentRoute: () => root,
  path: '/imports',
  component: lazyPage(() => import('./imports/imports-page.tsx'), 'ImportsPage', ['imports']),
});

const newImport = createRoute({
  getParentRoute: () => root,
  path: '/imports/new',
  component: lazyPage(() => import('./imports/new-import-page.tsx'), 'NewImportPage', ['imports']),
});

const deviceImport = createRoute({
  getParentRoute: () => root,
  path: '/imports/$importId',
  component: lazyPage(() => import('./imports/import-page.tsx'), 'ImportPage', ['imports']),
});

const exports = createRoute({
  getParentRoute: () => root,
  path: '/exports',
  component: lazyPage(() => import('./exports/exports-page.tsx'), 'ExportsPage', ['exports']),
});

const newExport = createRoute({
  getParentRoute: () => root,
  path: '/exports/new',
  validateSearch: ExportSearch,
  component: lazyPage(() => import('./exports/new-export-page.tsx'), 'NewExportPage', ['exports']),
});

const exportOfReadings = createRoute({
  getParentRoute: () => root,
  path: '/exports/$exportId',
  component: lazyPage(() => import('./exports/export-page.tsx'), 'ExportPage', ['exports']),
});

const identities = createRoute({
  getParentRoute: () => root,
  path: '/identities',
  validateSearch: IdentitiesSearch,
  component: lazyPage(() => import('./identities/identities-page.tsx'), 'IdentitiesPage', ['identities']),
});

const identity = createRoute({
  getParentRoute: () => root,
  path: '/identities/$identityId',
  component: lazyPage(() => import('./identities/identity-page.tsx'), 'IdentityPage', ['identities']),
});

const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  validateSearch: AuditSearch,
  component: lazyPage(() => import('./audit/audit-page.tsx'), 'AuditPage', ['audit', 'exports']),
});

const organization = createRoute({
  getParentRoute: () => root,
  path: '/organization',
  component: lazyPage(() => import('./organization/organization-page.tsx'), 'OrganizationPage', ['organization']),
});

const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  component: lazyPage(() => import('./account/account-page.tsx'), 'AccountPage', ['account', 'identities']),
});

const tree = root.addChildren([
  home,
  devices,
  newDevice,
  device.addChildren([deviceReadings, deviceDetails, deviceCredentials]),
  imports,
  newImport,
  deviceImport,
  exports,
  newExport,
  exportOfReadings,
  identities,
  identity,
  audit,
  organization,
  account,
]);

/** An address whose encoding is broken is that of no page; the router by itself would fail at it, and nothing would be shown. */
function withoutBrokenEncoding({ url }: { url: URL }): URL {
  try {
    decodeURIComponent(url.pathname);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    url.pathname = encodeURIComponent(url.pathname);
  }
  return url;
}

export function newRouter() {
  return createRouter({
    routeTree: tree,
    rewrite: { input: withoutBrokenEncoding },
    defaultPreload: 'intent',
    // Queries have a cache of their own.
    defaultPreloadStaleTime: 0,
    defaultErrorComponent: PageFailure,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
}
