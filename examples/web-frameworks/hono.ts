import { Hono } from 'hono'
import type { Page } from './portal.js'

/** Hono speaks `Request` and `Response` itself, like everything that is written for the web's own interfaces. */
export function honoApp(page: Page): Hono {
  const app = new Hono()
  app.all('/ownership', (context) => page(context.req.raw))
  return app
}
