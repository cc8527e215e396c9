import './theme/global.css';
import { Activity, lazy, StrictMode, Suspense, type ReactNode } from 'react';
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

/** The page of the console's other than its own pages, which are for who is signed in. */
function pageFor(standing: Standing): ReactNode {
  switch (standing.is) {
    case 'signedIn':
      return null;
    case 'signedOut':
      return <SignInPage because={standing.because} isPageKept={standing.kept !== undefined} />;
    case 'unknown':
      return <Unreachable retry={standing.retry} />;
  }
}

function Console(): ReactNode {
  const standing = useStanding();
  if (!standing) return null;
  const person = standing.is === 'signedIn' ? standing : standing.is === 'signedOut' ? standing.kept : undefined;
  return (
    <>
      {person && (
        <Activity mode={standing.is === 'signedIn' ? 'visible' : 'hidden'}>
          <Suspense>
            {/* What was asked for as one identity is nothing to another one. */}
            <App key={person.identityId} goOn={standing.is === 'signedIn' ? standing.goOn : undefined} />
          </Suspense>
        </Activity>
      )}
      <Suspense>{pageFor(standing)}</Suspense>
    </>
  );
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
