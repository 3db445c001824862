import { Hono } from 'hono'
import type { Pages } from './portal.js'

/** Hono speaks `Request` and `Response` itself, like everything that is written for the web's own interfaces. */
export function honoApp(pages: Pages): Hono {
  const app = new Hono()
  for (const [path, page] of Object.entries(pages)) app.all(path, (context) => page(context.req.raw))
  return app
}
