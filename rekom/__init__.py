"""The portal's top: settings, addresses, the calendar, the tick."""
