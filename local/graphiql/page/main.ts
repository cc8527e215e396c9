import 'graphiql/style.css';
import './page.css';
import { GraphiQL } from 'graphiql';
import { createElement as h, useEffect, useMemo, useState, type Node } from 'react';
import { createRoot } from 'react-dom/client';
import { Account } from './account.ts';
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

declare const document: { getElementById(id: string): unknown };

function App({ config }: { config: Config }): Node {
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
  const editor = h(GraphiQL, {
    fetcher,
    defaultQuery: DEFAULT_QUERY,
    defaultEditorToolsVisibility: false,
    isHeadersEditorEnabled: false,
  });
  return h(
    'div',
    { className: 'page' },
    h(Account, { config, email, problem, onEnter }),
    email === '' ? h('p', { className: 'wait' }, problem === '' ? 'Signing in …' : 'Nobody is signed in.') : editor,
  );
}

const config = await readConfig();
createRoot(document.getElementById('root')).render(h(App, { config }));
