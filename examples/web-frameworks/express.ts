import express, { type Express } from 'express'
import { answer } from './node.js'
import type { Pages } from './portal.js'

/** Before `express.urlencoded()` and the like, which would read the forms before the pages do. */
export function expressApp(pages: Pages): Express {
  const app = express()
  for (const [path, page] of Object.entries(pages)) app.all(path, (request, response) => answer(page, request, response))
  return app
}
