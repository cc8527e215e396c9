import 'graphiql/style.css';
import './page.css';
import { GraphiQL } from 'graphiql';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { Account } from './account.tsx';
import { fetcherOf } from './fetcher.ts';
import { enter, readConfig, resume, type Config } from './session.ts';
import './workers.ts';

const DEFAULT_QUERY = `# Who you are, and what is measured in the demo.
query Devices {
  me {
    identity { name role }
    organization { name }
  }
  devices(first: 10) {
    items {
      id
      name
      lastSeenAt
      latestReadings { metric value text unit }
    }
  }
}

# Readings as they arrive: run \`make simulate\`.
subscription Live {
  onReadings {
    readings { deviceId metric time value unit }
  }
}
`;

function App({ config }: { config: Config }): ReactNode {
  const [email, setEmail] = useState('');
  const [problem, setProblem] = useState('');
  // Who signs in anew asks for the schema anew.
  const fetcher = useMemo(() => fetcherOf(config.outputs.data.url), [config, email]);
  const follow = (entering: Promise<string>): void => {
    setProblem('');
    entering.then(setEmail, (error: unknown) => {
      setProblem(error instanceof Error ? error.message : String(error));
    });
  };
  useEffect(() => {
    follow(resume(config));
  }, [config]);
  const onEnter = (name: string, password: string): void => {
    follow(enter(name, password));
  };
  const waiting = problem === '' ? 'Signing in …' : 'Nobody is signed in.';
  return (
    <div className="page">
      <Account config={config} email={email} problem={problem} onEnter={onEnter} />
      {email === '' ? (
        <p className="wait">{waiting}</p>
      ) : (
        <GraphiQL
          fetcher={fetcher}
          defaultQuery={DEFAULT_QUERY}
          defaultEditorToolsVisibility={false}
          isHeadersEditorEnabled={false}
        />
      )}
    </div>
  );
}

const root = document.getElementById('root');
if (!root) throw new Error('The page has no element "root"');
createRoot(root).render(<App config={await readConfig()} />);
