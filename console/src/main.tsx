import './theme/global.css';
import { lazy, StrictMode, Suspense, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { readOutputs } from './api/outputs.ts';
import { LanguageProvider } from './i18n/provider.tsx';
import { useIsSignedIn } from './session/standing.ts';
import { Broken } from './shell/broken.tsx';

// Who is signed in needs nothing of the sign-in page, and who is not nothing of the rest.
const App = lazy(() => import('./app.tsx'));
const SignInPage = lazy(() => import('./session/sign-in-page.tsx'));

function Console(): ReactNode {
  const isSignedIn = useIsSignedIn();
  if (isSignedIn === undefined) return null;
  return <Suspense>{isSignedIn ? <App /> : <SignInPage />}</Suspense>;
}

const element = document.getElementById('root');
if (!element) throw new Error('The page has no element "root"');
const root = createRoot(element);
try {
  await readOutputs();
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
