import { contactService, NotAllowed, NotFound } from './contacts.js'
import { ben, carl, contacts, gus, portal, uma } from './office.js'

const service = contactService(contacts(), portal)

for (const member of [carl, ben, uma, gus]) {
  const names = service.list(member).map((row) => row.id)
  const { add, export: exports } = service.buttons(member)
  console.log(`${member.id} sees ${names.join(', ') || 'nothing'}${add ? '; may add' : ''}${exports ? '; may export' : ''}`)
}

const attempt = (what: string, work: () => void): void => {
  try {
    work()
    console.log(`${what}: done`)
  } catch (error) {
    if (error instanceof NotFound) console.log(`${what}: ${error.message}`)
    else if (error instanceof NotAllowed) console.log(`${what}: ${error.message}\n  log: ${error.reason.split('; ').join('\n       ')}`)
    else throw error
  }
}

attempt('ben renames the printer', () => {
  service.rename(ben, 'printer', 'The Printers')
})
attempt('uma renames the printer', () => {
  service.rename(uma, 'printer', 'Printing Ltd.')
})
attempt('ben gives her access', () => {
  service.giveAccess(ben, 'printer', 'uma')
})
attempt('uma renames the printer', () => {
  service.rename(uma, 'printer', 'Printing Ltd.')
})
attempt('uma renames the lawyer', () => {
  service.rename(uma, 'lawyer', 'Legal')
})
