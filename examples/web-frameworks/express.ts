import express, { type Express } from 'express'
import { answer } from './node.js'
import type { Page } from './portal.js'

/** Before `express.urlencoded()` and the like, which would read the form before the page does. */
export const expressApp = (page: Page): Express => express().all('/ownership', (request, response) => answer(page, request, response))
