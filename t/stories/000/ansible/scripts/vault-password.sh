#!/bin/sh
echo "$VAULT_PASSWORD"
