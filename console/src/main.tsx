import './theme/global.css';
import { lazy, StrictMode, Suspense, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { readOutputs } from './api/outputs.ts';
import { preferredLanguage } from './i18n/language.ts';
import { need, speak } from './i18n/messages.ts';
import { LanguageProvider } from './i18n/provider.tsx';
import { useStanding, type Standing } from './session/standing.ts';
import { wasSignedIn } from './session/was-signed-in.ts';
import { Broken } from './shell/broken.tsx';
import { sendFormsOnce } from './ui/double-click.ts';

// Who is signed in needs nothing of the sign-in page, and who is not nothing of the rest.
const loadApp = async () => (await Promise.all([import('./app.tsx'), need(['shell', 'account'])]))[0];
const loadSignInPage = () => import('./session/sign-in-page.tsx');
const App = lazy(loadApp);
const SignInPage = lazy(loadSignInPage);
const Unreachable = lazy(() => import('./session/unreachable.tsx'));

function pageFor(standing: Standing): ReactNode {
  switch (standing.is) {
    case 'signedIn':
      // What was asked for as one identity is nothing to another one.
      return <App key={standing.identityId} />;
    case 'signedOut':
      return <SignInPage because={standing.because} />;
    case 'unknown':
      return <Unreachable retry={standing.retry} />;
  }
}

function Console(): ReactNode {
  const standing = useStanding();
  if (!standing) return null;
  return <Suspense>{pageFor(standing)}</Suspense>;
}

const element = document.getElementById('root');
if (!element) throw new Error('The page has no element "root"');
const root = createRoot(element);
sendFormsOnce(document);
try {
  // All that will be wanted is asked for at once: on a phone's connection each step on its own would be seen.
  await Promise.all([
    readOutputs(),
    need(['ui', 'session']),
    speak(preferredLanguage()),
    wasSignedIn(Object.keys(localStorage)) ? loadApp() : loadSignInPage(),
  ]);
  root.render(
    <StrictMode>
      <Broken>
        <LanguageProvider>
          <Console />
        </LanguageProvider>
      </Broken>
    </StrictMode>,
  );
} catch (error) {
  root.render(<Broken error={error} />);
}
