import { html } from 'hono/html';
import type { Addresses } from './addresses.ts';

/** The page at `/`: where everything is. */
export function welcome({
  graphqlUrl,
  graphiqlUrl,
  realtimeUrl,
  mailUrl,
  mqttUrl,
  mqttsUrl,
  rootCaUrl,
  awsUrl,
}: Addresses): ReturnType<typeof html> {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Sonde</title>
        <style>
          body {
            font:
              16px/1.5 system-ui,
              sans-serif;
            max-width: 40rem;
            margin: 3rem auto;
            padding: 0 1rem;
            color-scheme: light dark;
          }
          dt {
            font-weight: 600;
          }
          dd {
            margin: 0 0 0.75rem;
          }
        </style>
      </head>
      <body>
        <h1>Sonde is running</h1>
        <dl>
          <dt>GraphQL</dt>
          <dd><code>${graphqlUrl}</code> (POST, with an id or access token in <code>Authorization</code>)</dd>
          <dt>GraphiQL</dt>
          <dd><a href="${graphiqlUrl}">${graphiqlUrl}</a>: ask the API by hand, signed in as somebody of the demo</dd>
          <dt>Subscriptions</dt>
          <dd><code>${realtimeUrl}</code></dd>
          <dt>Mail</dt>
          <dd><a href="${mailUrl}">${mailUrl}</a>: every mail that would have been sent</dd>
          <dt>MQTT</dt>
          <dd><code>${mqttUrl}</code>, topics <code>dt/sonde/&lt;organization&gt;/&lt;device&gt;</code></dd>
          <dt>MQTT over TLS</dt>
          <dd>
            <code>${mqttsUrl}</code>, for devices with certificates, which trust
            <a href="${rootCaUrl}">this authority</a>
          </dd>
          <dt>AWS</dt>
          <dd><code>AWS_ENDPOINT_URL=${awsUrl}</code>, with any credentials</dd>
        </dl>
      </body>
    </html>`;
}
